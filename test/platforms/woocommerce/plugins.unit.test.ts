import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { fetchPage } from '../fetch-page';
import { connected, idsOf, listing, signal } from './simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const mugs = (...ids: number[]) => ids.map((id) => ({ id, name: `Mug ${id}`, regular_price: '10.00' }));

describe('a shop whose plugins write into every answer', () => {
  it('connects, and is read whole, with comments behind the JSON', async () => {
    const shop = simulator.addShop({ name: 'comments', products: mugs(101, 102) });
    shop.faults.add({ answer: { commentBehindJson: true } });

    const store = await connected(shop);

    expect(await store.describe(signal)).toMatchObject({ currency: 'EUR', productCount: 2 });
    const { products, rejected } = await listing(store);
    expect([idsOf(products), rejected]).toEqual([['101', '102'], []]);
  });

  it('is understood when it says that a product is gone, and when a listing is empty', async () => {
    const shop = simulator.addShop({ name: 'comments-gone' });
    shop.faults.add({ answer: { commentBehindJson: true } });
    const store = await connected(shop);

    expect(await listing(store)).toMatchObject({ products: [], pages: 1 });
    expect(await store.confirmMissing({ externalIds: ['7'], currency: 'EUR', signal })).toMatchObject({
      answers: [{ external_id: '7', answer: 'gone', evidence: { kind: 'not_found' } }],
    });
  });

  it('is read with notices in front as well', async () => {
    const shop = simulator.addShop({ name: 'both-sides', products: 30 });
    shop.faults.add({ answer: { commentBehindJson: true } });
    shop.faults.add({ answer: { noticeBeforeJson: true } });
    expect((await listing(await connected(shop))).products).toHaveLength(30);
  });
});

describe('a list of products that comes as an object', () => {
  it('is the list of its values when its keys are whole numbers', async () => {
    const shop = simulator.addShop({ name: 'map', products: mugs(101, 102, 103, 104) });
    shop.faults.add({ answer: { listAsMap: { without: [103] } } });
    const store = await connected(shop);

    expect(await store.describe(signal)).toMatchObject({ productCount: 4 });
    const { products } = await listing(store);
    expect(products.map(({ external_id, title }) => [external_id, title])).toEqual([
      ['101', 'Mug 101'],
      ['102', 'Mug 102'],
      ['104', 'Mug 104'],
    ]);
    const asked = await store.fetchByIds({ externalIds: ['102', '104'], currency: 'EUR', signal });
    expect('products' in asked && idsOf(asked.products)).toEqual(['102', '104']);
  });

  it('stays unreadable with other keys, and the message says what came', async () => {
    const shop = simulator.addShop({ name: 'object', products: mugs(101) });
    const store = await connected(shop);
    shop.faults.add({ path: 'offset=', answer: { status: 200, body: '{"products":[{"id":101}]}' } });
    expect(await fetchPage(store, { cursor: null, currency: 'EUR', signal })).toMatchObject({
      kind: 'unreadable',
      detail: expect.stringContaining('is no list of products: an object came'),
    });
  });
});

describe.each(['10.5.0', '9.9.5'] as const)('a point of sale in WooCommerce %s', (version) => {
  it('may put whole variations where their ids belong', async () => {
    const shop = simulator.addShop({ name: `pos-${version}`, products: mugs(101), version });
    shop.put({ id: 900, name: 'Mug 900', type: 'variable' });
    for (const id of [901, 902]) shop.putVariation(900, { id, regular_price: '20.00', stock_quantity: 3 });
    shop.faults.add({ answer: { variationsAsObjects: true } });
    const store = await connected(shop);

    const { products, rejected } = await listing(store);

    expect(rejected).toEqual([]);
    expect(products.map(({ external_id, variants }) => [external_id, idsOf(variants)])).toEqual([
      ['101', ['101']],
      ['900', ['901', '902']],
    ]);
    expect(products[1]?.variants.map(({ price, sku }) => [price, sku])).toEqual([
      ['20.00', null],
      ['20.00', null],
    ]);
  });
});

it('a quantity as text, or "" for none, sets no product aside', async () => {
  const shop = simulator.addShop({ name: 'text-quantity', products: mugs(101) });
  shop.put({ id: 102, name: 'Mug 102', regular_price: '10.00', manage_stock: true, stock_quantity: 7 });
  shop.put({ id: 103, name: 'Mug 103', regular_price: '10.00', manage_stock: true, stock_quantity: null });
  shop.faults.add({ answer: { emptyTextForNone: true } });
  const store = await connected(shop);

  const { products, rejected } = await listing(store);

  expect(rejected).toEqual([]);
  expect(products.map(({ external_id, stock, metadata }) => [external_id, stock, metadata.quantity])).toEqual([
    ['101', null, null],
    ['102', 7, '7'],
    ['103', 0, null],
  ]);
});
