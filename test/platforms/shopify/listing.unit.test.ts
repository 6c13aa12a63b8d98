import type { ShopProduct } from '../../../simulators/shopify/catalogue/shop-product';
import type { ShopifyShop } from '../../../simulators/shopify/shop';
import type { CanonicalProduct } from '../../../src/model/product';
import { fetchPage } from '../fetch-page';
import { pageOf, readAll, signal, simulatedShops } from './shop-under-test';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

const pageSizes = ({ requestLog }: ShopifyShop) =>
  requestLog.flatMap(({ query, variables }) =>
    query?.includes('ProductsPage') ? [(variables as { first: number }).first] : [],
  );

const requestsFor = ({ requestLog }: ShopifyShop, document: string) =>
  requestLog.filter(({ query }) => query?.includes(`query ${document}`)).length;

const idsOf = (products: readonly CanonicalProduct[]) => products.map(({ external_id }) => external_id);

function someProduct(shop: ShopifyShop): ShopProduct {
  const [product] = shop.products.values();
  if (product === undefined) throw new Error('the shop is empty');
  return product;
}

describe('the listing', () => {
  it.each([0, 1, 99, 100, 101, 250, 251, 800])(
    'of %i products is read whole, in the order of their ids',
    async (products) => {
      const { shop, again } = shops.open({ products });

      const read = await readAll(again);

      expect(idsOf(read.products)).toEqual([...shop.products.keys()]);
      expect(read.rejected).toEqual([]);
    },
  );

  it('grows its pages to 250 while they are cheap', async () => {
    const { shop, connection } = shops.open({ products: 1200 });

    await readAll(() => connection);

    expect(pageSizes(shop)).toEqual([100, 150, 225, 250, 250, 250]);
  });

  it('is what the shop holds, field by field', async () => {
    const { shop, again } = shops.open({ products: 120, nasty: true, seed: 5 });

    const { products, rejected } = await readAll(again);

    expect(rejected).toEqual([]);
    for (const product of products) expect(product).toMatchObject(expectedOf(shop, product.external_id));
    expect(products).toHaveLength(shop.products.size);
  });

  it('counts its requests', async () => {
    const { shop, connection } = shops.open({ products: 3 });
    expect((await pageOf(connection)).requests).toBe(shop.counters.requests);
  });

  it('shows products that are deleted and added meanwhile at most once', async () => {
    const { shop, connection } = shops.open({ products: 300 });
    const ids = [...shop.products.keys()];
    const gone = [ids[10], ids[200]].filter((id) => id !== undefined);
    shop.faults.add({ match: 'ProductsPage', afterRequests: 1, times: 1, change: () => gone.forEach(shop.remove) });

    const { products } = await readAll(() => connection);

    expect(idsOf(products)).toEqual(ids.filter((id) => id !== ids[200]));
  });

  it('that is answered empty ends', async () => {
    const { shop, connection } = shops.open({ products: 30 });
    shop.faults.add({ match: 'ProductsPage', answer: { emptyPage: true } });
    expect(await pageOf(connection)).toMatchObject({ products: [], rejected: [], nextCursor: null });
  });
});

describe('a big product', () => {
  it('has all of its 2,048 variants after one more request', async () => {
    const { shop, connection } = shops.open({ products: 2, variantsEach: 2048 });

    const { products } = await pageOf(connection);

    expect(products.map(({ variants }) => variants.length)).toEqual([2048, 2048]);
    expect(products[0]?.variants.map(({ external_id }) => external_id)).toEqual(
      someProduct(shop).variants.map(({ id }) => id),
    );
    expect(products[0]?.variants.map(({ position }) => position)).toEqual(Array.from({ length: 2048 }, (_, at) => at));
    expect(requestsFor(shop, 'ProductVariants')).toBe(2);
  });

  it('is read in pieces when one request for it would cost too much', async () => {
    const { shop, connection } = shops.open({ products: 1, variantsEach: 2048 });
    for (const size of [2048, 1024]) {
      shop.faults.add({ match: `"first":${size},`, answer: { maxCost: true } });
    }

    const { products } = await pageOf(connection);

    expect(new Set(products[0]?.variants.map(({ external_id }) => external_id)).size).toBe(2048);
    expect(requestsFor(shop, 'ProductVariants')).toBe(2 + 4);
  });

  it('ends the page when there are many of them, and the next one goes on there', async () => {
    const { shop, again } = shops.open({ products: 9, variantsEach: 2048 });

    const { pages, products } = await readAll(again);

    expect(idsOf(products)).toEqual([...shop.products.keys()]);
    expect(Math.max(...pages.map((page) => page.products.length))).toBe(2);
    expect(pageSizes(shop).slice(0, 3)).toEqual([100, 3, 3]);
  });

  it('of which fewer variants come than it announces is set aside (variants_incomplete)', async () => {
    const { shop, connection } = shops.open({ products: 3, variantsEach: 80 });
    shop.faults.add({ answer: { dropVariants: 2 } });

    const { products, rejected } = await pageOf(connection);

    expect(products).toEqual([]);
    expect(rejected.map(({ reason, message }) => [reason, message])).toEqual(
      Array(3).fill(['variants_incomplete', '78 variants came, 80 were announced']),
    );
  });

  it('of which the page alone was too short is read again', async () => {
    const { shop, connection } = shops.open({ products: 3, variantsEach: 8 });
    shop.faults.add({ match: 'ProductsPage', answer: { dropVariants: 2 } });

    const { products } = await pageOf(connection);

    expect(products.map(({ variants }) => variants.length)).toEqual([8, 8, 8]);
  });

  it('has all of its images and collections, in order', async () => {
    const { shop, connection } = shops.open({ products: 3 });
    const { id } = someProduct(shop);
    const media = Array.from({ length: 300 }, (_, at) => ({
      id: String(1000 + ((at * 7) % 300)),
      mediaContentType: at % 10 === 3 ? ('VIDEO' as const) : ('IMAGE' as const),
      status: 'READY' as const,
      alt: `Picture ${at}`,
      imageUrl: `https://cdn.shopify.com/${at}.jpg`,
      width: 10,
      height: 10,
    }));
    const collections = Array.from({ length: 61 }, (_, at) => ({
      id: String(500 + at),
      title: `Collection ${at}`,
      handle: `collection-${at}`,
      updatedAt: '2026-01-01T00:00:00Z',
    }));
    shop.patch(id, { media, collections });

    const { products } = await pageOf(connection);
    const product = products.find(({ external_id }) => external_id === id);

    expect(product?.images.map(({ url }) => url)).toEqual(
      media.flatMap(({ mediaContentType, imageUrl }) => (mediaContentType === 'IMAGE' ? [imageUrl] : [])),
    );
    expect(product?.categories).toEqual(collections.map(({ id, title }) => ({ external_id: id, name: title })));
  });
});

describe('a page that fails', () => {
  it('is asked for at half the size when it costs too much, and the next ones are bigger again', async () => {
    const { shop, again } = shops.open({ products: 130 });
    shop.faults.add({ match: '"first":100,', answer: { maxCost: true } });

    const { products } = await readAll(again);

    expect(idsOf(products)).toEqual([...shop.products.keys()]);
    expect(pageSizes(shop)).toEqual([100, 50, 75, 113]);
  });

  it.each([
    ['5xx', { status: 502 }],
    ['an internal error as HTTP 200', { graphqlError: { code: 'INTERNAL_SERVER_ERROR', message: 'Oops' } }],
    ['a closed connection', { reset: true as const }],
  ])('by %s is asked for at half the size at once', async (_, answer) => {
    const { shop, connection } = shops.open({ products: 130 });
    shop.faults.add({ match: 'ProductsPage', times: 2, answer });

    const page = await pageOf(connection);

    expect(page.products).toHaveLength(25);
    expect(pageSizes(shop)).toEqual([100, 50, 25]);
  });

  it('again and again is unavailable, and nothing is asked for without end', async () => {
    const { shop, connection } = shops.open({ products: 130 });
    shop.faults.add({ match: 'ProductsPage', answer: { status: 503 } });

    expect(await fetchPage(connection, { cursor: null, currency: 'EUR', signal })).toMatchObject({
      kind: 'unavailable',
      status: 503,
    });
    expect(pageSizes(shop)).toEqual([100, 50, 25, 12, 10]);
  });

  it.each([
    ['a web page as HTTP 200', { html: 200 }, 'unreadable'],
    ['JSON that was cut off', { truncate: true as const }, 'unreadable'],
    ['errors beside data', { graphqlError: { code: 'SOMETHING', message: 'Half' }, withData: true }, 'unreadable'],
    ['a frozen shop', { status: 402 }, 'frozen'],
    ['a locked shop', { status: 423 }, 'frozen'],
    ['a paused shop as HTTP 200', { graphqlError: { code: 'SHOP_INACTIVE', message: 'Closed' } }, 'frozen'],
    ['a shop that is not there', { status: 404 }, 'not_found'],
    ['a refused token', { status: 401 }, 'credentials_rejected'],
    ['a forbidden one', { status: 403, body: { errors: 'Forbidden' } }, 'forbidden'],
  ])('by %s says so', async (_, answer, kind) => {
    const { shop, connection } = shops.open({ products: 3 });
    shop.faults.add({ match: 'ProductsPage', answer });

    const outcome = await fetchPage(connection, { cursor: null, currency: 'EUR', signal });

    expect(outcome.kind).toBe(kind);
    expect(JSON.stringify(outcome)).not.toContain(shop.accessToken);
  });

  it('because the token may not read products names the scope', async () => {
    const { connection } = shops.open({ products: 3, scopes: ['read_orders'] });

    const outcome = await fetchPage(connection, { cursor: null, currency: 'EUR', signal });

    expect(outcome).toMatchObject({ kind: 'forbidden', detail: expect.stringContaining('read_products') });
  });

  it('stops when it is aborted', async () => {
    const { shop, connection } = shops.open({ products: 3 });
    shop.faults.add({ match: 'ProductsPage', answer: { hang: true } });
    const controller = new AbortController();

    const outcome = fetchPage(connection, { cursor: null, currency: 'EUR', signal: controller.signal });
    controller.abort(new Error('cancelled'));

    await expect(outcome).rejects.toThrow('cancelled');
  });
});

/** Written from the contract, not from the mapper: what a product of the simulator must look like. */
function expectedOf(shop: ShopifyShop, id: string) {
  const product = shop.products.get(id);
  if (product === undefined) throw new Error(`the shop has no product ${id}`);
  const clean = (text: string) => text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd');
  const isDefault = product.variants.length === 1 && product.variants[0]?.selectedOptions[0]?.value === 'Default Title';

  return {
    external_id: id,
    title: clean(product.title),
    description: clean(product.descriptionHtml),
    status: product.status,
    is_active: product.status === 'ACTIVE',
    vendor: product.vendor === '' ? null : product.vendor,
    tags: product.tags,
    currency: 'EUR',
    metadata: { gid: `gid://shopify/Product/${id}`, handle: product.handle },
    categories: product.collections.map((collection) => ({ external_id: collection.id, name: collection.title })),
    variants: product.variants.map((variant, position) => ({
      external_id: variant.id,
      title: isDefault ? clean(product.title) : variant.selectedOptions.map(({ value }) => value).join(' / '),
      sku: variant.sku === '' ? null : variant.sku,
      price: variant.price,
      compare_at_price: variant.compareAtPrice,
      stock: variant.inventoryItem.tracked && variant.inventoryPolicy === 'DENY' ? variant.inventoryQuantity : null,
      position,
      is_active: true,
      metadata: {
        quantity: String(variant.inventoryQuantity),
        weight: variant.inventoryItem.weight && {
          value: String(variant.inventoryItem.weight.value),
          unit: variant.inventoryItem.weight.unit,
        },
      },
    })),
  };
}
