import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { changedBy, DAY, HOUR, MINUTE, oldWooCommerce, PLATFORMS, watermarkOf } from './store-of-old-products';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const incremental = (store: Parameters<SyncWorld['sync']>[0]) => world.sync(store, { mode: 'incremental' });

const CLOCKS = [
  ['an hour ahead', HOUR],
  ['an hour behind', -HOUR],
  ['a day ahead', DAY],
  ['a day behind', -DAY],
] as const;

describe.each(PLATFORMS)('%s', (_, oldStore) => {
  it.each(CLOCKS)(
    'whose clock is %s: exactly what changed arrives, run after run',
    async (_name, clockOffsetSeconds) => {
      const { store, ids, reprice, drop } = await oldStore(world, { clockOffsetSeconds });
      const [first = '', second = '', third = ''] = ids;
      await world.sync(store);
      const watermark = Number(await watermarkOf(world, store));
      expect(Math.abs((watermark - Date.now()) / 1_000 - clockOffsetSeconds)).toBeLessThan(20 * MINUTE);

      reprice(first, '91.50');
      drop(second);
      const news = await incremental(store);
      expect(news).toMatchObject({
        mode: 'incremental',
        status: 'completed',
        products: { updated: 1, deactivated: 1 },
      });
      expect(await changedBy(world, store, news.id)).toEqual([first, second].sort());

      reprice(third, '92.50');
      const more = await incremental(store);
      expect(more).toMatchObject({ mode: 'incremental', status: 'completed' });
      expect(await changedBy(world, store, more.id)).toEqual([third]);
      // Nothing was left for the run that reads everything.
      const full = await world.sync(store);
      expect(full).toMatchObject({ status: 'completed', products: { created: 0, updated: 0, deactivated: 0 } });
    },
  );

  it('whose clock is set back by a day between two runs: the next but one reads everything, sets the watermark anew, and nothing is lost', async () => {
    const { store, ids, clock, reprice, drop } = await oldStore(world, {});
    const [before = '', after = '', gone = ''] = ids;
    await world.sync(store);
    reprice(before, '91.50');
    clock.offsetSeconds = -DAY;
    reprice(after, '92.50');
    drop(gone);

    // It learns of the clock by asking; what was dated by the old one comes still.
    const learning = await incremental(store);
    expect(learning).toMatchObject({ mode: 'incremental', status: 'completed' });
    expect(await watermarkOf(world, store)).toBeNull();
    const anew = await incremental(store);
    expect(anew).toMatchObject({ mode: 'full', status: 'completed' });

    const changed = new Set([
      ...(await changedBy(world, store, learning.id)),
      ...(await changedBy(world, store, anew.id)),
    ]);
    expect([...changed].sort()).toEqual([before, after, gone].sort());
    expect(Number(await watermarkOf(world, store))).toBeLessThan(Date.now() - (DAY - HOUR) * 1_000);
    reprice(before, '93.50');
    expect(await incremental(store)).toMatchObject({ mode: 'incremental', products: { updated: 1 } });
  });

  it('whose clock is put forward by a day between two runs: nothing is lost', async () => {
    const { store, ids, clock, reprice } = await oldStore(world, { clockOffsetSeconds: -DAY });
    const [before = '', after = ''] = ids;
    await world.sync(store);
    reprice(before, '91.50');
    clock.offsetSeconds = 0;
    reprice(after, '92.50');

    const run = await incremental(store);
    expect(run).toMatchObject({ mode: 'incremental', status: 'completed', products: { updated: 2 } });
    expect(await changedBy(world, store, run.id)).toEqual([before, after].sort());
  });
});

it('a first answer that a cache kept for two hours sets the watermark two hours back', async () => {
  const { store, shop, ids, reprice } = await oldWooCommerce(world);
  const [first = ''] = ids;
  shop.faults.add({ path: '/data/currencies', times: 2, answer: { fromCache: { ageSeconds: 2 * HOUR } } });
  await world.sync(store);

  expect(Number(await watermarkOf(world, store))).toBeLessThan(Date.now() - (2 * HOUR - MINUTE) * 1_000);
  reprice(first, '91.50');
  expect(await incremental(store)).toMatchObject({ mode: 'incremental', products: { updated: 1 } });
});
