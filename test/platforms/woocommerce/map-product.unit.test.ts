import { readRows, variationIdsOf } from '../../../src/platforms/woocommerce/mapping/raw-product';
import { readProduct } from '../../../src/platforms/woocommerce/mapping/read-product';
import { readJson } from '../../../src/platforms/woocommerce/requests/read-json';
import { type Fields, mapped, product, rejected, variations } from './recorded-product';

const variation = (changes: Fields): Fields => ({ ...variations('any')[0], ...changes });

describe('a product without variations', () => {
  it('maps field by field', () => {
    expect(
      mapped(
        product('beanie', {
          brands: [
            { id: 9, name: 'Woo' },
            { id: 8, name: 'Other' },
          ],
          weight: '0.2',
        }),
      ),
    ).toEqual({
      external_id: '26',
      title: 'Beanie',
      description: expect.stringContaining('<p>Pellentesque'),
      images: [],
      price: '18',
      currency: 'EUR',
      sku: 'woo-beanie',
      stock: null,
      available: true,
      is_active: true,
      status: 'publish',
      url: 'https://shop.example/product/beanie/',
      categories: [{ external_id: '19', name: 'Accessories' }],
      tags: [],
      vendor: 'Other',
      product_type: 'simple',
      metadata: {
        type: 'simple',
        slug: 'beanie',
        catalog_visibility: 'visible',
        stock_status: 'instock',
        backorders: 'no',
        quantity: null,
        barcode: null,
        short_description: null,
        created_at: null,
        attributes: [{ name: 'Color', options: ['Red'], variation: false }],
      },
      source_updated_at: '2026-11-22T07:17:56.000Z',
      variants: [
        {
          external_id: '26',
          title: 'Beanie',
          sku: 'woo-beanie',
          price: '18',
          compare_at_price: '20',
          stock: null,
          available: true,
          attributes: {},
          position: 0,
          is_active: true,
          barcode: null,
          metadata: {
            quantity: null,
            stock_status: 'instock',
            backorders: 'no',
            weight: { value: '0.2', unit: null },
          },
        },
      ],
    });
  });

  it.each([
    ['noPrice', null],
    ['free', '0'],
    ['decimals', '1.23456789'],
  ])('I6 keeps the price of %p as %p', (name, price) => {
    expect(mapped(product(name))).toMatchObject({ price, variants: [{ price }] });
  });

  it('I6 keeps a price that a plugin sends as a number, to its last digit', () => {
    const sent = JSON.stringify(product('free')).replace('"price":"0"', '"price":19.900000000000000001');
    const [row] = readRows(readJson(`[${sent}]`)) ?? [];
    expect(row && readProduct({ ...row, variations: [] }, 'EUR')).toMatchObject({ price: '19.900000000000000001' });
  });

  it.each(['grouped', 'external'])('gives a %s product an active default variant', (name) => {
    const { variants, title, external_id } = mapped(product(name));
    expect(variants).toMatchObject([{ title, external_id, is_active: true, attributes: {} }]);
  });

  it.each(['draft', 'scheduled'])('has a %s product as inactive, its variant as active', (name) => {
    expect(mapped(product(name))).toMatchObject({ is_active: false, variants: [{ is_active: true }] });
  });

  it.each([
    [{ manage_stock: true, stock_quantity: 7, stock_status: 'instock' }, 7, true],
    [{ manage_stock: true, stock_quantity: -2, stock_status: 'outofstock' }, -2, false],
    [{ manage_stock: true, stock_quantity: 2.5, stock_status: 'instock' }, 2, true],
    [{ manage_stock: true, stock_quantity: 7, backorders: 'notify', stock_status: 'instock' }, null, true],
    [{ manage_stock: true, stock_quantity: -4, backorders: 'yes', stock_status: 'onbackorder' }, null, true],
    [{ manage_stock: false, stock_quantity: null, stock_status: 'instock' }, null, true],
    [{ manage_stock: false, stock_quantity: null, stock_status: 'onbackorder' }, null, true],
    [{ manage_stock: false, stock_quantity: null, stock_status: 'outofstock' }, 0, false],
  ])('%j has the stock %p, available %p', (stocked, stock, available) => {
    expect(mapped(product('free', stocked))).toMatchObject({ stock, available, variants: [{ stock, available }] });
  });

  it('keeps the number of a stock that is not limited', () => {
    const { metadata, variants } = mapped(product('backorder'));
    expect([metadata.quantity, variants[0]?.metadata.quantity]).toEqual(['-4', '-4']);
  });

  it('keeps all images in order, from 0, with null for an empty alt text', () => {
    const images = [
      { src: 'https://cdn.example/b.jpg', alt: 'b' },
      { src: '', alt: 'lost' },
      { src: 'https://cdn.example/a.jpg', alt: '' },
    ];
    expect(mapped(product('free', { images })).images).toEqual([
      { url: 'https://cdn.example/b.jpg', alt: 'b', position: 0 },
      { url: 'https://cdn.example/a.jpg', alt: null, position: 1 },
    ]);
  });

  it('has null for empty SKU, vendor, barcode, address and a date that is none', () => {
    const empty = {
      sku: '',
      brands: [],
      global_unique_id: '',
      permalink: '',
      date_modified_gmt: '0000-00-00T00:00:00',
    };
    expect(mapped(product('free', empty))).toMatchObject({
      sku: null,
      vendor: null,
      url: null,
      source_updated_at: null,
      variants: [{ sku: null, barcode: null }],
    });
  });

  it('has the compare-at price only when it is above the price', () => {
    const compared = (price: string, regular_price: string) =>
      mapped(product('free', { price, regular_price })).variants[0]?.compare_at_price;
    expect(compared('5', '10')).toBe('10');
    expect(compared('10', '9.5')).toBeNull();
    expect(compared('7.5', '7.50')).toBeNull();
    expect(compared('', '10')).toBeNull();
  });

  it('maps what an old version does not know', () => {
    const { brands, global_unique_id, ...old } = product('free');
    expect(mapped(old)).toMatchObject({ vendor: null, variants: [{ barcode: null }] });
  });

  it('cleans text and says so', () => {
    const dirty = product('free', { name: 'NUL\0inside', tags: [{ id: 1, name: '\ud83d' }] });
    expect(mapped(dirty)).toMatchObject({ title: 'NULinside', tags: ['\ufffd'], metadata: { cleaned: true } });
    expect(mapped(product('free')).metadata).not.toHaveProperty('cleaned');
  });
});

describe('a product with variations', () => {
  it('has them in the parent’s order with names, titles, prices and barcodes', () => {
    const { variants } = mapped(product('mega'), variations('mega'));
    expect(variants).toHaveLength(5);
    expect(variants[0]).toMatchObject({
      external_id: '48',
      title: 'Red / XS / Cotton',
      sku: 'MEGA-red-xs-0',
      price: '5.50',
      compare_at_price: '10.99',
      stock: -6,
      available: false,
      attributes: { Colour: 'Red', Size: 'XS', Material: 'Cotton' },
      position: 0,
      is_active: false,
      barcode: '4006400000000',
      metadata: { quantity: '-6', weight: { value: '0.2', unit: null } },
    });
    expect(variants.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4]);
  });

  it('counts the parent’s number once, and only active variations', () => {
    const own = (id: number, stock_quantity: number, status = 'publish') =>
      variation({ id, manage_stock: true, stock_quantity, status });
    const shared = (id: number) => variation({ id, manage_stock: 'parent', stock_quantity: 500 });
    const parent = product('mega', { manage_stock: true, stock_quantity: 500 });

    const { stock, variants } = mapped(parent, [own(1, 3), shared(2), shared(3), own(4, 9, 'private')]);
    expect(stock).toBe(503);
    expect(variants.map((variant) => variant.stock)).toEqual([3, 500, 500, 9]);
  });

  it('is not limited when one active variation is not, and available when one is', () => {
    const limited = variation({ id: 1, manage_stock: true, stock_quantity: 0, stock_status: 'outofstock' });
    const open = variation({ id: 2, manage_stock: false, stock_status: 'instock' });
    expect(mapped(product('any'), [limited, open])).toMatchObject({ stock: null, available: true });
    expect(mapped(product('any'), [limited, { ...open, status: 'private' }])).toMatchObject({
      stock: 0,
      available: false,
    });
  });

  it('leaves an "any" attribute out, and takes the product’s title when nothing is left', () => {
    const any = variation({ attributes: [] });
    const size = variation({
      attributes: [
        { id: 2, name: 'Size', option: 'M' },
        { id: 3, name: 'Colour', option: '' },
      ],
    });
    const { title, variants } = mapped(product('any'), [any, size]);
    expect(variants).toMatchObject([
      { title, attributes: {} },
      { title: 'M', attributes: { Size: 'M' } },
    ]);
  });

  it('keeps an attribute’s name whatever it is', () => {
    const named = variation({ attributes: [{ id: 0, name: '__proto__', option: 'x' }] });
    const [variant] = mapped(product('any'), [named]).variants;
    expect(Object.entries(variant?.attributes ?? {})).toEqual([['__proto__', 'x']]);
  });

  it('keeps a variation’s own image, not the one that it borrows from its parent', () => {
    const parent = product('any', { images: [{ src: 'https://cdn.example/parent.jpg', alt: '' }] });
    const own = variation({ image: { src: 'https://cdn.example/own.jpg', alt: 'own' } });
    const borrowed = variation({ image: { src: 'https://cdn.example/parent.jpg', alt: '' } });
    const { variants } = mapped(parent, [own, borrowed]);
    expect(variants[0]?.metadata.image).toEqual({ url: 'https://cdn.example/own.jpg', alt: 'own' });
    expect(variants[1]?.metadata).not.toHaveProperty('image');
  });

  it('gets an inactive stand-in when it has none', () => {
    expect(mapped(product('noVariations'))).toMatchObject({
      available: false,
      stock: 0,
      variants: [{ external_id: '196', is_active: false }],
    });
  });
});

describe('a shape that plugins give', () => {
  it.each([
    ['a quantity as text', { manage_stock: true, stock_quantity: '7' }, { stock: 7, metadata: { quantity: '7' } }],
    ['"" for no quantity', { manage_stock: true, stock_quantity: '' }, { stock: 0, metadata: { quantity: null } }],
    ['"" for no quantity, not managed', { stock_quantity: '' }, { stock: null, metadata: { quantity: null } }],
    ['false for no quantity', { stock_quantity: false }, { stock: null, metadata: { quantity: null } }],
    ['"" for no list', { categories: '', tags: '', images: '', variations: '' }, { categories: [], images: [] }],
    ['"no" for false', { manage_stock: 'no', stock_quantity: 7 }, { stock: null }],
    ['"yes" for true', { manage_stock: 'yes', stock_quantity: 7 }, { stock: 7 }],
    ['true for backorders', { manage_stock: true, stock_quantity: 7, backorders: true }, { stock: null }],
    ['false for no SKU', { sku: false }, { sku: null }],
    [
      'a list as an object with a hole',
      { tags: { 0: { name: 'a' }, 2: { name: 'b' } }, images: { 1: { src: 'https://cdn.example/a.jpg', alt: '' } } },
      { tags: ['a', 'b'], images: [{ url: 'https://cdn.example/a.jpg', alt: null, position: 0 }] },
    ],
    [
      'options of an attribute as an object',
      { attributes: { 3: { name: 'Size', variation: false, options: { 1: 'S', 4: 'M' } } } },
      { metadata: { attributes: [{ name: 'Size', variation: false, options: ['S', 'M'] }] } },
    ],
  ])('and whose meaning is not in doubt is read without a note: %s', (_, given, expected) => {
    const outcome = mapped(product('free', given));
    expect(outcome).toMatchObject(expected);
    expect(outcome.metadata).not.toHaveProperty('notes');
  });

  it.each([
    ['whole variations in place of their ids', [{ id: 1, sku: 'POS-1' }, { id: 2 }]],
    ['an object of ids', { 0: 1, 5: 2 }],
    ['ids as text', ['1', '2']],
  ])('names the variations: %s', (_, named) => {
    const raw = product('any', { variations: named });
    expect(variationIdsOf(raw)).toEqual(['1', '2']);
    const { variants } = mapped(raw, [variation({ id: 1, image: '' }), variation({ id: 2, image: [] })]);
    expect(variants.map(({ external_id }) => external_id)).toEqual(['1', '2']);
  });

  it('sets nothing aside for a quantity that limits nothing: it is left out with a note', () => {
    const outcome = mapped(product('any', { stock_quantity: 'lots' }), [
      variation({ id: 1, manage_stock: false, stock_quantity: 'some' }),
      variation({ id: 2, manage_stock: true, backorders: 'yes', stock_quantity: 'enough' }),
    ]);
    expect(outcome.variants.map(({ stock, metadata }) => [stock, metadata.quantity])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(outcome.metadata.notes).toEqual([
      { path: 'variations[0].stock_quantity', message: 'is no decimal: "some"' },
      { path: 'variations[1].stock_quantity', message: 'is no decimal: "enough"' },
      { path: 'stock_quantity', message: 'is no decimal: "lots"' },
    ]);
  });

  it('keeps the payload of what is set aside as it was sent', () => {
    const raw = product('free', { price: 'ask us', tags: { 1: { name: 'a' } } });
    expect(JSON.parse(rejected(raw).payload)).toEqual(raw);
  });
});

describe('what is not essential and cannot be read', () => {
  const noted = (raw: Fields, some: Fields[] = []) => mapped(raw, some).metadata.notes;

  it.each([
    [{ description: ['x'] }, 'description', 'is no text or number: a list', { description: '' }],
    [{ permalink: false }, 'permalink', 'is no text or number: false', { url: null }],
    [{ date_modified_gmt: 'yesterday' }, 'date_modified_gmt', 'is no date: "yesterday"', { source_updated_at: null }],
    [{ date_created_gmt: 1_700_000_000 }, 'date_created_gmt', 'is no date: 1700000000', {}],
    [{ weight: '2 kg' }, 'weight', 'is no decimal: "2 kg"', { variants: [{ metadata: { weight: null } }] }],
    [
      { categories: 'none' },
      'categories',
      'Invalid input: expected array, received string: "none"',
      { categories: [] },
    ],
    [{ brands: [7] }, 'brands[0]', 'Invalid input: expected object, received number: 7', { vendor: null }],
  ])('%j is left out with a note at %s', (broken, path, message, changed) => {
    const outcome = mapped(product('free', broken));
    expect(outcome).toMatchObject({ ...changed, metadata: { notes: [{ path, message }] } });
  });

  it('takes just the broken entries out of a list, and numbers the others anew', () => {
    const images = [
      { src: { url: 'x' }, alt: ['y'] },
      { src: 'https://cdn.example/a.jpg', alt: { en: 'a' } },
      'https://cdn.example/b.jpg',
      { src: '', alt: 'lost' },
      { src: 'https://cdn.example/c.jpg', alt: 'c' },
    ];
    const outcome = mapped(product('free', { images }));
    expect(outcome.images).toEqual([
      { url: 'https://cdn.example/a.jpg', alt: null, position: 0 },
      { url: 'https://cdn.example/c.jpg', alt: 'c', position: 1 },
    ]);
    expect(outcome.metadata.notes).toMatchObject([
      { path: 'images[0].src' },
      { path: 'images[0].alt' },
      { path: 'images[1].alt' },
      { path: 'images[2]' },
      { path: 'images[3].src', message: 'is empty: ""' },
    ]);
  });

  it('names the variation, which stays', () => {
    const broken = variation({ id: 2, image: 'x.jpg', weight: 'heavy' });
    const outcome = mapped(product('any'), [variation({ id: 1 }), broken]);
    expect(outcome.metadata.notes).toMatchObject([{ path: 'variations[1].weight' }, { path: 'variations[1].image' }]);
    expect(outcome.variants.map(({ external_id }) => external_id)).toEqual(['1', '2']);
  });

  it.each([
    { date_modified_gmt: '0000-00-00T00:00:00' },
    { date_created_gmt: '-0001-11-30T00:00:00', date_modified_gmt: '' },
    { weight: '', description: null, images: null, categories: null },
  ])('is not what is just absent: %j', (empty) => {
    expect(mapped(product('free', empty)).metadata).not.toHaveProperty('notes');
  });

  it('is told shortly: no more than 20 notes, none with much of the payload', () => {
    const images = Array.from({ length: 500 }, () => ({ src: '' }));
    const notes = noted(product('free', { images, weight: `${'\ud83d\ude00'.repeat(5_000)}`, name: 'Many' }));
    expect(notes).toHaveLength(21);
    expect(JSON.stringify(notes).length).toBeLessThan(6_000);
    expect(notes).toContainEqual({ path: '', message: '481 more parts were left out' });
    expect(mapped(product('free', { weight: 'x\0'.repeat(500) })).metadata).not.toHaveProperty('cleaned');
  });

  it('leaves exact numbers exact (I6, I11)', () => {
    const sent = JSON.stringify(product('free', { tags: 7 }))
      .replace('"id":205', '"id":9007199254740993')
      .replace('"price":"0"', '"price":0.10');
    const [exact] = readRows(readJson(`[${sent}]`)) ?? [];
    expect(exact && readProduct({ ...exact, variations: [] }, 'EUR')).toMatchObject({
      external_id: '9007199254740993',
      price: '0.10',
    });
  });
});

describe('I7 a product that does not map', () => {
  it.each([
    [{ price: 'ask us' }, 'price_unreadable', 'price'],
    [{ regular_price: '1.000,50' }, 'price_unreadable', 'regular_price'],
    [{ price: '9'.repeat(31) }, 'out_of_range', 'price'],
    [{ sku: 'x'.repeat(513) }, 'out_of_range', 'sku'],
    [{ manage_stock: true, stock_quantity: 1e17 }, 'out_of_range', 'stock_quantity'],
    [{ manage_stock: true, stock_quantity: 'many' }, 'shape_unreadable', 'stock_quantity'],
    [{ manage_stock: true, stock_quantity: { is: 7 } }, 'shape_unreadable', 'stock_quantity'],
    [{ variations: ['all of them'] }, 'shape_unreadable', 'variations[0]'],
    [{ variations: [{ sku: 'no id' }] }, 'shape_unreadable', 'variations[0]'],
    [{ variations: { first: 1 } }, 'shape_unreadable', 'variations'],
    [{ status: null }, 'shape_unreadable', 'status'],
    [{ stock_status: 1 }, 'shape_unreadable', 'stock_status'],
    // What is left out for one fault does not hide the other.
    [{ images: 'none', manage_stock: 'maybe' }, 'shape_unreadable', 'manage_stock'],
  ])('%j is set aside: %s at %s', (broken, reason, path) => {
    const raw = product('free', broken);
    const rejection = rejected(raw);
    expect(rejection).toMatchObject({ external_id: '205', title: 'Probe free', reason, path });
    expect(JSON.parse(rejection.payload)).toEqual(raw);
  });

  it('is one whose variation does not tell what it is', () => {
    expect(rejected(product('any'), [variation({ attributes: ['Red'] })])).toMatchObject({
      reason: 'shape_unreadable',
      path: 'variations[0].attributes[0]',
    });
  });

  it('names the variation, and keeps its payload where the path points', () => {
    const rejection = rejected(product('any'), [variation({ id: 1 }), variation({ id: 2, price: 'free' })]);
    expect(rejection).toMatchObject({ external_id: '192', reason: 'price_unreadable', path: 'variations[1].price' });
    expect(JSON.parse(rejection.payload).variations[1].price).toBe('free');
  });

  it('I11 keeps the digits of its ids in the payload', () => {
    const [row] = readRows(readJson('[{"id":9007199254740993,"name":7}]')) ?? [];
    expect(row && readProduct({ ...row, variations: [] }, 'EUR')).toMatchObject({
      external_id: '9007199254740993',
      reason: 'shape_unreadable',
      payload: '{"id":9007199254740993,"name":7}',
    });
  });
});
