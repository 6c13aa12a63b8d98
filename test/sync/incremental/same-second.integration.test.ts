import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { changedBy, MINUTE, oldProduct, oldWooCommerce, PLATFORMS, watermarkOf } from './store-of-old-products';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const COUNT = 5_000;

const second = (at: Date) => at.toISOString().slice(0, 19);

describe('5,000 products that an import dated with one second', () => {
  it('of a WooCommerce all come, each once, while products between them go', async () => {
    const { shop, store } = await oldWooCommerce(world, { products: 20 });
    await world.sync(store);
    const at = second(shop.clock.now());
    for (let id = 1_001; id <= 1_000 + COUNT; id++) {
      shop.put(oldProduct(id, { date_created_gmt: at, date_modified_gmt: at }));
    }
    // Everything behind them moves up, at each page; the walk has to notice (12 % were lost without it).
    let next = 1_001;
    shop.faults.add({
      path: 'offset=',
      afterRequests: 4,
      times: 20,
      change: () => {
        for (let gone = 0; gone < 5; gone++) shop.remove(next++);
      },
    });

    const run = await world.sync(store, { mode: 'incremental' });

    expect(run).toMatchObject({ mode: 'incremental', status: 'completed', products: { unchanged: 0 } });
    const left = [...shop.products.keys()].filter((id) => Number(id) > 1_000);
    expect(left.length).toBeGreaterThan(4_000);
    const products = await world.catalogue(store).products();
    expect(left.filter((id) => !products.has(id))).toEqual([]);
    expect(shop.requestLog.filter(({ path }) => path.includes('modified_after')).length).toBeLessThan(120);
  });

  it('of a Shopify shop all come, each once', async () => {
    const { shop, store } = await world.shopify({ products: COUNT, variantsEach: 1 });
    await world.sync(store);
    const updatedAt = `${second(shop.clock.now())}Z`;
    for (const id of shop.products.keys()) shop.patch(id, { title: `Imported ${id}`, updatedAt });

    const run = await world.sync(store, { mode: 'incremental' });

    expect(run).toMatchObject({ status: 'completed', products: { announced: COUNT, seen: COUNT, updated: COUNT } });
    expect(run.variants.seen).toBe(COUNT);
  });
});

it.each(PLATFORMS)(
  '%s: a change in the very second of the watermark comes, whichever side of the answer it was',
  async (_, oldStore) => {
    const { store, ids, clock, reprice } = await oldStore(world, {});
    const [first = '', other = ''] = ids;
    await world.sync(store);
    const watermark = await watermarkOf(world, store);
    // The clock stands still in it.
    clock.offsetSeconds = (Number(watermark) - Date.now()) / 1_000;
    reprice(first, '91.50');

    const run = await world.sync(store, { mode: 'incremental' });
    expect(run).toMatchObject({ mode: 'incremental', status: 'completed', products: { updated: 1 } });
    expect(await changedBy(world, store, run.id)).toEqual([first]);

    // And one that a lagging search shows late, dated before the watermark.
    clock.offsetSeconds = (Number(watermark) - Date.now()) / 1_000 - 4 * MINUTE;
    reprice(other, '92.50');
    clock.offsetSeconds = 0;
    expect(await world.sync(store, { mode: 'incremental' })).toMatchObject({ products: { updated: 1 } });
  },
);
