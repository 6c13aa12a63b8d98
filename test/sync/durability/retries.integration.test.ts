import type { WooShop } from '../../../simulators/woocommerce/shop';
import { retryRunNow } from '../../../src/temporal/control-run';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

const HOUR = 3_600_000;

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [1_500, HOUR] } });
});
afterAll(() => world.close());

/** Listings begin two rows before the end of the last one; three of them make a page, which ends before a problem. */
const THIRD_LISTING = 'offset=196&';

/** Offsets of the listings that were asked for, in order. */
const offsetsAsked = (shop: WooShop, since = 0) =>
  shop.requestLog.slice(since).flatMap(({ path }) => /offset=(\d+)&/.exec(path)?.[1] ?? []);

it('I4 waits after a failure, and goes on from the page where it stopped', async () => {
  const { shop, store } = await world.wooCommerce({ products: 230 });
  shop.faults.add({ path: THIRD_LISTING, answer: { status: 500 } });

  const started = await world.start(store);
  const waiting = await world.whenRun(store, started.runId, 'waits', ({ phase }) => phase === 'waiting_to_retry');
  shop.faults.clear();
  const asked = shop.requestLog.length;

  expect(waiting).toMatchObject({
    status: 'running',
    attempt: 2,
    error: { type: 'store_unreachable', message: expect.stringMatching(/500/) },
    next_attempt_at: expect.any(Date),
    pages: { merged: 1 },
  });
  const run = await world.ended(store, started);
  expect(run).toMatchObject({
    status: 'completed',
    attempt: 2,
    error: null,
    next_attempt_at: null,
    products: { seen: 230, created: 230 },
  });
  expect(offsetsAsked(shop, asked)).toEqual(['196', '214']); // in listings of 20: what the failure taught
});

it('ends the wait at once when somebody asks for a sync by hand', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  shop.faults.add({ path: 'offset=0&', answer: { status: 500 } });
  const started = await world.start(store);
  const waiting = await world.whenRun(store, started.runId, 'waits an hour', (run) => run.attempt === 3);
  shop.faults.clear();
  expect(waiting.phase).toBe('waiting_to_retry');
  expect(waiting.next_attempt_at?.getTime()).toBeGreaterThan(Date.now() + 0.8 * HOUR);

  // The signal for another run of the store is not for this one.
  await retryRunNow(world.temporal, { ...started, runId: '00000000-0000-4000-8000-000000000000' });
  await retryRunNow(world.temporal, started);

  expect(await world.ended(store, started)).toMatchObject({ status: 'completed', attempt: 3 });
});

it('I2 cancels a run that waits for its retry', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  shop.faults.add({ path: 'offset=0&', answer: { status: 500 } });
  const started = await world.start(store);
  await world.whenRun(store, started.runId, 'waits an hour', (run) => run.attempt === 3);

  await world.client((client) => client.workflow.getHandle(started.workflowId).cancel());

  expect(await world.ended(store, started)).toMatchObject({ status: 'cancelled', next_attempt_at: null });
  expect((await world.describe(started.workflowId, started.runId)).status.name).toBe('CANCELLED');
});

it('fails once its own retries are used up', async () => {
  const { shop, store } = await world.shopify({ products: 20 });
  shop.faults.add({ match: 'query ProductsPage', answer: { html: 503 } });
  const started = await world.start(store);
  await world.whenRun(store, started.runId, 'waits an hour', (run) => run.attempt === 3);
  await retryRunNow(world.temporal, started);

  expect(await world.ended(store, started)).toMatchObject({
    status: 'failed',
    attempt: 3,
    error: { type: 'store_unreachable' },
  });
});
