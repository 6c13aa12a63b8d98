import type { Store } from '../../../src/stores/store';
import { retryRunNow } from '../../../src/temporal/control-run';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { DAY, HOUR, LONG_AGO, MINUTE, oldWooCommerce, PLATFORMS, watermarkOf } from './store-of-old-products';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [HOUR * 1_000] } });
});
afterAll(() => world.close());

const incremental = (store: Store) => world.sync(store, { mode: 'incremental' });

/** How far a time lies ahead of now, in minutes. */
const ahead = (time: Date | null) => Math.round((Number(time) - Date.now()) / 60_000);

it('a full run that fails half-way and tries again an hour later keeps the clock that it read first', async () => {
  const { shop, store, ids, reprice } = await oldWooCommerce(world, { products: 230, version: '9.9.5' });
  const [first = ''] = ids;
  shop.faults.add({ path: 'offset=98&', answer: { status: 500 } });
  const started = await world.start(store);
  await world.whenRun(store, started.runId, 'waits', ({ phase }) => phase === 'waiting_to_retry');
  shop.faults.clear();
  // On the page that it has read, and dated before its second reading.
  reprice(first, '91.50');
  shop.clock.offsetSeconds = HOUR;
  await retryRunNow(world.temporal, started);
  expect(await world.ended(store, started)).toMatchObject({ status: 'completed', attempt: 2, products: { seen: 230 } });

  expect(ahead(await watermarkOf(world, store))).toBeLessThanOrEqual(0);
  expect(await incremental(store)).toMatchObject({ mode: 'incremental', products: { updated: 1 } });
});

it('I4 an incremental run whose first page has to be asked for again, an hour later, keeps the clock that it read first', async () => {
  const { shop, store, ids, reprice } = await oldWooCommerce(world);
  const [first = '', second = ''] = ids;
  await world.sync(store);
  reprice(first, '91.50');
  const anHourLater = () => {
    shop.clock.offsetSeconds = 30 * MINUTE;
    reprice(second, '92.50');
    shop.clock.offsetSeconds = HOUR;
  };
  shop.faults.add({ path: 'offset=0&', times: 1, answer: { status: 500 }, change: anHourLater });

  expect(await incremental(store)).toMatchObject({ mode: 'incremental', status: 'completed' });

  expect(ahead(await watermarkOf(world, store))).toBeLessThanOrEqual(0);
  await incremental(store);
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { updated: 0 } });
});

it('I4 an incremental run that continues as new keeps the clock that it read first', async () => {
  const { shop, store, ids, reprice } = await oldWooCommerce(world, { products: 1_450, version: '9.9.5' });
  await world.sync(store);
  for (const id of ids) reprice(id, '91.50');
  shop.faults.add({ path: 'offset=', answer: { delayMs: 410 } });
  shop.faults.add({
    path: 'offset=98&',
    times: 1,
    change: () => {
      shop.clock.offsetSeconds = HOUR;
    },
  });
  const started = await world.start(store, { mode: 'incremental' });

  const run = await world.ended(store, started);

  expect(run).toMatchObject({ mode: 'incremental', status: 'completed', products: { updated: 1_450 } });
  expect((await world.describe(started.workflowId, started.runId)).status.name).toBe('CONTINUED_AS_NEW');
  expect(ahead(await watermarkOf(world, store))).toBeLessThanOrEqual(0);
});

it.each(PLATFORMS)(
  '%s: a dry run moves nothing, whatever it finds and whatever the clock says',
  async (_, oldStore) => {
    const { store, ids, clock, reprice, drop } = await oldStore(world, {});
    const [first = '', second = ''] = ids;
    await world.sync(store);
    const before = await watermarkOf(world, store);
    reprice(first, '91.50');
    drop(second);

    for (const offsetSeconds of [0, 2 * HOUR, -DAY]) {
      clock.offsetSeconds = offsetSeconds;
      for (const mode of ['incremental', 'full'] as const) {
        expect(await world.sync(store, { mode, dryRun: true })).toMatchObject({ dry_run: true, status: 'completed' });
        expect(await watermarkOf(world, store)).toEqual(before);
      }
    }

    clock.offsetSeconds = 0;
    expect(await incremental(store)).toMatchObject({ mode: 'incremental', products: { updated: 1, deactivated: 1 } });
  },
);

it('a store that was trashed from, restored to and trashed from again within a stretch ends as the store has it', async () => {
  const { shop, store } = await oldWooCommerce(world);
  await world.sync(store);
  for (const id of ['1', '2']) shop.trash(id);
  expect(await incremental(store)).toMatchObject({ products: { deactivated: 2 } });
  shop.restore('1');
  shop.restore('2');
  shop.trash('2');
  expect(await incremental(store)).toMatchObject({ status: 'completed', products: { reactivated: 1 } });
  expect(await world.catalogue(store).product('1')).toMatchObject({ is_active: true });
  expect(await world.catalogue(store).product('2')).toMatchObject({ is_active: false, status: 'trash' });

  shop.trash('1');
  // It comes back while it is asked about, and goes once more before the run ends.
  shop.faults.add({ path: 'include=1', times: 1, change: () => shop.restore('1') });
  await incremental(store);
  shop.trash('1');
  expect(await incremental(store)).toMatchObject({ status: 'completed', products: { deactivated: 1 } });
  expect(await world.catalogue(store).product('1')).toMatchObject({ is_active: false, status: 'trash' });
  shop.writeDirectly('1', { date_modified_gmt: LONG_AGO });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { reactivated: 0 } });
});
