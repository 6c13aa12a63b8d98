import fc from 'fast-check';
import { startWooCommerceSimulator } from '../../../../simulators/woocommerce/start';
import { LEAN_MODES } from '../../../../src/model/freshness/lean-product';
import { expectGroups, leanPageOf, leanReaderOf, readAllLean } from '../../lean/groups';
import { connected, idsOf, listing, type Shop, signal } from '../simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

let made = 0;
const addShop = (options: Omit<Parameters<typeof simulator.addShop>[0], 'name'>) =>
  simulator.addShop({ name: `lean-${++made}`, ...options });

const EACH_MODE = LEAN_MODES.map((mode) => [mode] as const);

/** What `_fields` asked for, of each request that listed products or variations. */
const fieldsAsked = (shop: Shop) =>
  shop.requestLog.flatMap(({ path }) => {
    const [, fields] = /[?&]_fields=([^&]*)/.exec(decodeURIComponent(path)) ?? [];
    return /\/wc\/v3\/(products|variations)\?.*(offset|parent|include)=/.test(path) ? [fields ?? 'all'] : [];
  });

it('is absent where the store has no listing of all variations', async () => {
  const [with_, without] = [addShop({ version: '10.5.0' }), addShop({ version: '9.9.5' })];
  expect((await connected(with_)).lean).toBeDefined();
  expect((await connected(without)).lean).toBeUndefined();
});

describe.each(EACH_MODE)('the listing of %s', (mode) => {
  it('holds of each product what a page of the whole holds of it, whatever the catalogue', async () => {
    const catalogues = fc.record({
      products: fc.integer({ min: 0, max: 320 }),
      seed: fc.integer({ min: 1, max: 1_000 }),
      nasty: fc.boolean(),
      variableShare: fc.constantFrom(0, 0.2, 1),
    });
    await fc.assert(
      fc.asyncProperty(catalogues, async (catalogue) => {
        const store = await connected(addShop(catalogue));
        const [whole, lean] = [await listing(store), await readAllLean(() => store, mode)];
        expect(lean.unclear).toEqual(idsOf(whole.rejected));
        expect(lean.gaps).toEqual([]);
        expectGroups(lean.products, whole.products, mode);
      }),
      { numRuns: 6 },
    );
  });

  it('asks for nothing but the group, and with as many requests as the whole', async () => {
    const shop = addShop({ products: 400 });
    const store = await connected(shop);
    const { requests } = await listing(store);
    const before = fieldsAsked(shop).length;

    const lean = await readAllLean(() => store, mode);

    expect(lean.requests).toBe(requests);
    const asked = new Set(fieldsAsked(shop).slice(before));
    expect(asked).toEqual(
      new Set(
        mode === 'inventory'
          ? [
              'id,type,status,manage_stock,stock_quantity,stock_status,backorders,variations',
              'id,status,manage_stock,stock_quantity,stock_status,backorders,parent_id',
            ]
          : ['id,status,price,regular_price,variations', 'id,price,regular_price,parent_id'],
      ),
    );
  });

  it('I1 loses no product that stays while others are deleted under it', async () => {
    const shop = addShop({ products: 500, variableShare: 0 });
    const store = await connected(shop);
    const before = [...shop.products.keys()];
    let deleted = 0;
    shop.faults.add({
      path: 'offset=',
      change: () => {
        for (const id of before.slice(deleted, deleted + 40)) shop.remove(id);
        deleted += 40;
      },
    });

    const { products } = await readAllLean(() => store, mode);

    expect(deleted).toBeGreaterThan(200);
    expect(idsOf(products)).toEqual(expect.arrayContaining([...shop.products.keys()]));
    expect(new Set(idsOf(products)).size).toBe(products.length);
  });

  it('guesses nothing of a product whose variations do not all come', async () => {
    const shop = addShop({ products: 3, variableShare: 1 });
    const store = await connected(shop);
    shop.faults.add({ path: 'variations', answer: { dropVariations: 1 } });

    const { products, unclear } = await readAllLean(() => store, mode);

    expect(unclear.length).toBeGreaterThan(0);
    expect([...idsOf(products), ...unclear].toSorted()).toEqual([...shop.products.keys()].toSorted());
    for (const { external_id, variants } of products) {
      expect(idsOf(variants)).toEqual(shop.products.get(external_id)?.variations.map(String));
    }
  });

  it('takes the variations that a product has by then, when one is deleted while it is read', async () => {
    const shop = addShop({ products: 1, variableShare: 1 });
    const store = await connected(shop);
    const [parent] = shop.products.values();
    const [gone = 0n, ...stay] = parent?.variations ?? [];
    const change: Parameters<typeof shop.faults.add>[0]['change'] = ({ removeVariation }) =>
      removeVariation(parent?.id ?? 0n, gone);
    shop.faults.add({ path: 'variations', times: 1, change });

    const { products, unclear } = await readAllLean(() => store, mode);

    expect(unclear).toEqual([]);
    expect(products.map(({ variants }) => idsOf(variants))).toEqual([stay.map(String)]);
  });

  it('reads on where the store lost its list of variations since it was connected', async () => {
    const shop = addShop({ products: 5, variableShare: 1 });
    const store = await connected(shop);
    const body = '{"code":"rest_no_route","message":"No route"}';
    const headers = { 'Content-Type': 'application/json' };
    const whole = await listing(store);
    shop.faults.add({ path: '/wc/v3/variations', answer: { status: 404, headers, body } });

    expectGroups((await readAllLean(() => store, mode)).products, whole.products, mode);
  });

  it('goes on from a cursor that is text, in another connection', async () => {
    const shop = addShop({ products: 350, variableShare: 0 });
    const first = await leanPageOf(await connected(shop), { mode });
    const second = await leanPageOf(await connected(shop), { mode, cursor: first.nextCursor });

    expect(idsOf([...first.products, ...second.products])).toEqual([...shop.products.keys()]);
    expect(second.nextCursor).toBeNull();
  });

  it('ends a page before a listing that fails, and meets it again with the next', async () => {
    const shop = addShop({ products: 350, variableShare: 0 });
    const store = await connected(shop);
    shop.faults.add({ path: 'offset=98', times: 1, answer: { html: 429 } });

    const first = await leanPageOf(store, { mode });
    const asked = shop.counters.requests;
    const next = () => leanReaderOf(store).listPage({ mode, cursor: first.nextCursor, currency: 'EUR', signal });

    expect(first.products).toHaveLength(100);
    expect(await next()).toMatchObject({ kind: 'throttled' });
    expect(shop.counters.requests).toBe(asked);
    expect(await next()).toMatchObject({ kind: 'lean_page', products: { length: 250 } });
  });

  it('leaves a product that PHP dies of unclear on the last try, and waits for it before', async () => {
    const products = Array.from({ length: 150 }, (_, at) => ({ id: 101 + at, name: 'Mug', regular_price: '10.00' }));
    const shop = addShop({ products });
    const [last, before] = [await connected(shop, { isLastTry: true }), await connected(shop)];
    shop.faults.add({ answer: { diesOf: 110 } });

    const read = await readAllLean(() => last, mode);
    expect(read.unclear).toEqual(['110']);
    expect(read.products).toHaveLength(149);
    const request = { mode, cursor: null, currency: 'EUR', signal };
    expect(await leanReaderOf(before).listPage(request)).toMatchObject({ kind: 'unavailable' });
  });
});
