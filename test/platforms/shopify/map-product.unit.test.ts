import type { CanonicalProduct } from '../../../src/model/product';
import type { UnreadableProduct } from '../../../src/model/rejection';
import { mapProduct } from '../../../src/platforms/shopify/mapping/map-product';
import { rawDefaultProduct, rawImage, rawProduct, rawVariant, withNodes } from './raw-products';

function mapped(raw: unknown): CanonicalProduct {
  const product = mapProduct(raw, 'EUR');
  if ('reason' in product) throw new Error(`rejected at ${product.path}: ${product.message}`);
  return product;
}

function rejected(raw: unknown): UnreadableProduct {
  const product = mapProduct(raw, 'EUR');
  if (!('reason' in product)) throw new Error('was mapped');
  return product;
}

function onlyVariant(changes: Record<string, unknown>) {
  const [variant] = mapped(rawDefaultProduct(changes)).variants;
  if (variant === undefined) throw new Error('no variant');
  return variant;
}

describe('a product of Shopify', () => {
  it('maps field by field', () => {
    expect(mapped(rawProduct())).toEqual({
      external_id: '8001',
      title: 'Linen Shirt',
      description: '<p>Cool in summer.</p>',
      images: [
        { url: 'https://cdn.shopify.com/front.jpg', alt: 'Front', position: 0 },
        { url: 'https://cdn.shopify.com/back.jpg', alt: null, position: 1 },
      ],
      price: '7.50',
      currency: 'EUR',
      sku: null,
      stock: 8,
      available: true,
      is_active: true,
      status: 'ACTIVE',
      url: 'https://halden.example/products/linen-shirt',
      categories: [{ external_id: '501', name: 'Summer' }],
      tags: ['new', 'summer'],
      vendor: 'Halden',
      product_type: 'Shirts',
      metadata: {
        gid: 'gid://shopify/Product/8001',
        handle: 'linen-shirt',
        taxonomy: {
          id: 'gid://shopify/TaxonomyCategory/aa-1-13',
          full_name: 'Apparel & Accessories > Clothing > Shirts',
        },
        options: [
          { name: 'Colour', values: ['Red', 'Blue'] },
          { name: 'Size', values: ['M'] },
        ],
      },
      source_updated_at: '2026-11-02T08:30:00.000Z',
      variants: [
        {
          external_id: '9001',
          title: 'Red / M',
          sku: 'LIN-R-M',
          price: '10.00',
          compare_at_price: '12.00',
          stock: 4,
          available: true,
          attributes: { Colour: 'Red', Size: 'M' },
          position: 0,
          is_active: true,
          barcode: '4006381333931',
          inventory_item_id: '7001',
          metadata: {
            gid: 'gid://shopify/ProductVariant/9001',
            inventory_policy: 'DENY',
            quantity: '4',
            weight: { value: '0.35', unit: 'KILOGRAMS' },
          },
        },
        {
          external_id: '9002',
          title: 'Blue / M',
          sku: 'LIN-B-M',
          price: '7.50',
          compare_at_price: '12.00',
          stock: 4,
          available: true,
          attributes: { Colour: 'Blue', Size: 'M' },
          position: 1,
          is_active: true,
          barcode: '4006381333931',
          inventory_item_id: '7001',
          metadata: {
            gid: 'gid://shopify/ProductVariant/9002',
            inventory_policy: 'DENY',
            quantity: '4',
            weight: { value: '0.35', unit: 'KILOGRAMS' },
          },
        },
      ],
    });
  });

  it('without options has the title for its variant, no attributes, and the SKU of the variant', () => {
    const product = mapped(rawDefaultProduct());

    expect(product.sku).toBe('LIN-R-M');
    expect(product.metadata).toMatchObject({ inventory_policy: 'DENY', quantity: '4' });
    expect(product.variants).toMatchObject([{ external_id: '9001', title: 'Linen Shirt', attributes: {} }]);
  });

  it('with one real variant has no SKU of its own, but the policy and the quantity', () => {
    const product = mapped(
      rawProduct({ variantsCount: { count: 1 }, variants: withNodes([rawVariant({ inventoryQuantity: -3 })]) }),
    );

    expect(product.sku).toBeNull();
    expect(product.metadata).toMatchObject({ inventory_policy: 'DENY', quantity: '-3' });
    expect(product.stock).toBe(-3);
  });

  it.each(['DRAFT', 'ARCHIVED', 'UNLISTED'])('is not active as %s, while its variants are', (status) => {
    const product = mapped(rawProduct({ status }));

    expect(product).toMatchObject({ status, is_active: false });
    expect(product.variants.every((variant) => variant.is_active)).toBe(true);
  });

  it('has null for empty texts', () => {
    const product = mapped(rawDefaultProduct({ sku: '', barcode: '' }, { vendor: '', productType: '' }));

    expect(product).toMatchObject({ vendor: null, product_type: null, sku: null });
    expect(product.variants).toMatchObject([{ sku: null, barcode: null }]);
  });

  it('without an address in the online store has none', () => {
    expect(mapped(rawProduct({ onlineStoreUrl: null })).url).toBeNull();
  });

  it('in no taxonomy says so', () => {
    expect(mapped(rawProduct({ category: null })).metadata.taxonomy).toBeNull();
  });

  it('keeps an id beyond 2^53 (I11)', () => {
    const product = mapped(rawProduct({ id: 'gid://shopify/Product/9007199254740993' }));

    expect(product.external_id).toBe('9007199254740993');
  });

  it('has each collection once', () => {
    const twice = { id: 'gid://shopify/Collection/501', title: 'Summer' };
    expect(mapped(rawProduct({ collections: withNodes([twice, twice]) })).categories).toHaveLength(1);
  });

  it('names the images that Shopify still processes', () => {
    const product = mapped(
      rawProduct({ media: withNodes([rawImage(null, null), rawImage('https://cdn/a.jpg', null)]) }),
    );

    expect(product.images).toEqual([{ url: 'https://cdn/a.jpg', alt: null, position: 0 }]);
    expect(product.metadata.images_not_ready).toBe(1);
  });

  it('loses U+0000 and lone surrogates, and says so', () => {
    const product = mapped(rawProduct({ title: 'a\u0000b', tags: ['\ud83d'] }));

    expect(product).toMatchObject({ title: 'ab', tags: ['\ufffd'], metadata: { cleaned: true } });
  });

  it('ignores fields that are new at Shopify', () => {
    expect(mapped(rawProduct({ fieldOfTheFuture: 1 }))).toEqual(mapped(rawProduct()));
  });
});

describe('prices', () => {
  it('are compared by value and keep their text (I6)', () => {
    const variants = ['9.5', '10', '9.50000000000000000001', '9.500'].map((price, at) =>
      rawVariant({ id: `gid://shopify/ProductVariant/${at + 1}`, position: at + 1, price }),
    );

    expect(mapped(rawProduct({ variantsCount: { count: 4 }, variants: withNodes(variants) })).price).toBe('9.5');
  });

  it('may be negative', () => {
    expect(onlyVariant({ price: '-1.00' }).price).toBe('-1.00');
  });

  it('without a compare-at price have none', () => {
    expect(onlyVariant({ compareAtPrice: null }).compare_at_price).toBeNull();
  });

  it.each([
    ['price', 'free', 'price_unreadable', 'variants.nodes[0].price'],
    ['compareAtPrice', '1,50', 'price_unreadable', 'variants.nodes[0].compareAtPrice'],
    ['price', `1${'0'.repeat(40)}`, 'out_of_range', 'variants.nodes[0].price'],
    ['price', 7.5, 'shape_unreadable', 'variants.nodes[0].price'],
  ])('set the product aside when %s is %s', (field, value, reason, path) => {
    expect(rejected(rawDefaultProduct({ [field]: value }))).toMatchObject({ external_id: '8001', reason, path });
  });
});

describe('stock', () => {
  it.each([
    ['tracked and limited', {}, 4],
    ['negative', { inventoryQuantity: -2 }, -2],
    ['sold on when there is none', { inventoryPolicy: 'CONTINUE' }, null],
    ['not tracked', { inventoryItem: { tracked: false, measurement: { weight: null } } }, null],
    ['not told', { inventoryQuantity: null }, null],
  ])('%s', (_, changes, stock) => {
    expect(onlyVariant(changes).stock).toBe(stock);
  });

  it('of a product is not limited when one variant is not', () => {
    const variants = withNodes([
      rawVariant(),
      rawVariant({ id: 'gid://shopify/ProductVariant/2', position: 2, inventoryPolicy: 'CONTINUE' }),
    ]);
    expect(mapped(rawProduct({ variants })).stock).toBeNull();
  });

  it.each([
    [true, 4],
    [false, null],
  ])('goes by the product when inventory items may not be read (tracked: %s)', (tracksInventory, stock) => {
    const product = mapped(rawDefaultProduct({ inventoryItem: undefined }, { tracksInventory }));

    expect(product.stock).toBe(stock);
    expect(product.variants[0]?.metadata.weight).toBeNull();
  });

  it('a product is available when any variant is', () => {
    const sold = rawVariant({ availableForSale: false });
    const other = rawVariant({ id: 'gid://shopify/ProductVariant/2', position: 2, availableForSale: true });
    const count = { count: 1 };

    expect(mapped(rawProduct({ variants: withNodes([sold, other]) })).available).toBe(true);
    expect(mapped(rawProduct({ variants: withNodes([sold]), variantsCount: count })).available).toBe(false);
  });
});

describe('variants', () => {
  it("stand in the shop's order with positions from 0, each once", () => {
    const at = (id: number, position: number) => rawVariant({ id: `gid://shopify/ProductVariant/${id}`, position });
    const product = mapped(
      rawProduct({ variantsCount: { count: 3 }, variants: withNodes([at(1, 7), at(2, 3), at(3, 5), at(2, 3)]) }),
    );

    expect(product.variants.map(({ external_id, position }) => [external_id, position])).toEqual([
      ['2', 0],
      ['3', 1],
      ['1', 2],
    ]);
  });

  it('keep the names of their options whatever they are', () => {
    const [variant] = mapped(
      rawProduct({
        variantsCount: { count: 1 },
        variants: withNodes([rawVariant({ selectedOptions: [{ name: '__proto__', value: 'constructor' }] })]),
      }),
    ).variants;

    expect(JSON.stringify(variant?.attributes)).toBe('{"__proto__":"constructor"}');
  });

  it.each([
    [1.1, '1.1'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [0, '0'],
  ])('weigh %s as the text %s', (value, text) => {
    const inventoryItem = { tracked: true, measurement: { weight: { value, unit: 'GRAMS' } } };
    expect(onlyVariant({ inventoryItem }).metadata.weight).toEqual({ value: text, unit: 'GRAMS' });
  });

  it('fewer than announced set the product aside', () => {
    expect(rejected(rawProduct({ variantsCount: { count: 3 } }))).toMatchObject({
      reason: 'variants_incomplete',
      path: 'variants',
      message: '2 variants came, 3 were announced',
    });
  });

  it('none at all set the product aside', () => {
    const raw = rawProduct({ variantsCount: { count: 0 }, variants: withNodes([]) });
    expect(rejected(raw)).toMatchObject({
      reason: 'variants_incomplete',
      message: '0 variants came, 0 were announced; every product has one at least',
    });
  });

  it('with a SKU longer than any set the product aside', () => {
    expect(rejected(rawDefaultProduct({ sku: 'x'.repeat(513) }))).toMatchObject({
      reason: 'out_of_range',
      path: 'variants.nodes[0].sku',
    });
  });
});

describe('what is not essential and cannot be read', () => {
  it.each([
    [{ descriptionHtml: null }, 'descriptionHtml', { description: '' }],
    [{ updatedAt: 'yesterday' }, 'updatedAt', { source_updated_at: null }],
    [{ vendor: 7 }, 'vendor', { vendor: null }],
    [{ tags: ['new', null, 'summer'] }, 'tags[1]', { tags: ['new', 'summer'] }],
    [{ category: 'Shirts' }, 'category', { metadata: { taxonomy: null } }],
    [{ options: [{ name: 'Size', values: null }] }, 'options[0].values', { metadata: { options: [] } }],
    [{ collections: withNodes([{ id: 'x', title: 'y' }]) }, 'collections.nodes[0].id', { categories: [] }],
  ])('%j is left out with a note at %s', (broken, path, changed) => {
    const product = mapped(rawProduct(broken));
    expect(product).toMatchObject(changed);
    expect(product.metadata.notes).toMatchObject([{ path }]);
  });

  it('takes a broken image out, and keeps one whose text alone is broken', () => {
    const media = withNodes([
      { mediaContentType: 'IMAGE', alt: null, image: { url: 7 } },
      { mediaContentType: 'IMAGE', alt: 7, image: { url: 'https://cdn/a.jpg' } },
    ]);
    const product = mapped(rawProduct({ media }));
    expect(product.images).toEqual([{ url: 'https://cdn/a.jpg', alt: null, position: 0 }]);
    expect(product.metadata.notes).toMatchObject([
      { path: 'media.nodes[0].image.url' },
      { path: 'media.nodes[1].alt' },
    ]);
  });

  it('leaves out the id of an inventory item that is none', () => {
    const inventoryItem = { id: 'gid://shopify/Location/1', tracked: true, measurement: { weight: null } };
    const product = mapped(rawDefaultProduct({ inventoryItem }));
    expect(product.variants).toMatchObject([{ inventory_item_id: null, stock: 4 }]);
    expect(product.metadata.notes).toMatchObject([{ path: 'variants.nodes[0].inventoryItem.id' }]);
  });

  it('is left out of a variant too, whose stock stays', () => {
    const inventoryItem = { tracked: true, measurement: { weight: { value: 'heavy', unit: 'GRAMS' } } };
    const product = mapped(rawDefaultProduct({ inventoryItem, barcode: 7 }));
    expect(product.variants).toMatchObject([{ barcode: null, stock: 4, metadata: { weight: null } }]);
    expect(product.metadata.notes).toEqual([
      { path: 'variants.nodes[0].barcode', message: 'Invalid input: expected string, received number: 7' },
      {
        path: 'variants.nodes[0].inventoryItem.measurement.weight.value',
        message: 'Invalid input: expected number, received string: "heavy"',
      },
    ]);
  });
});

describe('a product that cannot be read', () => {
  it('keeps its raw payload, and says where it is unreadable (I7)', () => {
    const raw = rawProduct({ variants: withNodes([rawVariant(), rawVariant({ selectedOptions: null })]) });
    const { payload, ...rest } = rejected(raw);

    expect(rest).toMatchObject({
      external_id: '8001',
      title: 'Linen Shirt',
      reason: 'shape_unreadable',
      path: 'variants.nodes[1].selectedOptions',
    });
    expect(JSON.parse(payload)).toEqual(raw);
  });

  it.each([[null], ['text'], [{ title: 7 }]])('may be anything: %j', (raw) => {
    expect(rejected(raw)).toMatchObject({ external_id: 'unknown', title: null, reason: 'shape_unreadable' });
  });
});

it('250 products are mapped within milliseconds', () => {
  const raws = Array.from({ length: 250 }, (_, at) => rawProduct({ id: `gid://shopify/Product/${at}` }));
  const times = Array.from({ length: 20 }, () => {
    const before = process.cpuUsage();
    for (const raw of raws) mapProduct(raw, 'EUR');
    return process.cpuUsage(before).user / 1000;
  });

  // Of the processor, so that a busy machine does not matter: 4 ms, several times as much under jest.
  expect(Math.min(...times)).toBeLessThan(60);
});
