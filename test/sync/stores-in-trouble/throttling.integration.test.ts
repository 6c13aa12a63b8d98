import { cancelRun, retryRunNow } from '../../../src/temporal/control-run';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const THROTTLED = (seconds: number) => ({ status: 429, headers: { 'Retry-After': String(seconds) }, body: '' });

it('sleeps a short wait that the store asks for inside the activity, and counts it', async () => {
  const { shop, store } = await world.wooCommerce({ products: 230 });
  shop.faults.add({ path: 'offset=98&', times: 1, answer: THROTTLED(1) });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', attempt: 1, products: { seen: 230 } });
  expect(run.throttled_ms).toBeGreaterThanOrEqual(1_000);
  expect((await world.history(run.workflow_id, run.id)).includes('TIMER_STARTED')).toBe(false);
});

it('hands a long wait to the workflow, which sleeps it where it holds no worker and can be cancelled', async () => {
  const { shop, store } = await world.wooCommerce({ products: 230, variableShare: 0 });
  shop.faults.add({ path: 'offset=98&', times: 1, answer: THROTTLED(120) });

  const started = await world.start(store);
  const timer = await until('a timer of the run', async () => {
    const history = await world.history(started.workflowId, started.runId);
    return /"startToFireTimeout":"[^"]+"/.exec(history)?.[0];
  });

  // What is left of it when the workflow hears of it.
  expect(timer).toMatch(/"(120|119\.\d+)s"$/);
  // What was read before is merged meanwhile.
  await world.whenRun(store, started.runId, 'merged the first page', ({ pages }) => pages.merged === 1);
  await cancelRun(world.temporal, started);
  expect(await world.ended(store, started)).toMatchObject({ status: 'cancelled', products: { seen: 100 } });
});

it('takes THROTTLED, which Shopify says with HTTP 200, for a wait', async () => {
  const { shop, store } = await world.shopify({ products: 120, bucket: { maximum: 2_000, restoreRate: 1_000 } });
  shop.faults.add({ match: 'query ProductsPage', times: 2, answer: { throttled: true } });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', attempt: 1, products: { seen: 120 } });
});

describe('a store that holds a run back', () => {
  const MAINTENANCE = { status: 503, headers: { 'Retry-After': '600' }, body: '<h1>Briefly unavailable</h1>' };

  it('is told in the run, with the store’s words and until when; a sync by hand ends the wait, once a minute', async () => {
    const { shop, store } = await world.wooCommerce({ products: 120 });
    shop.faults.add({ path: '/', answer: MAINTENANCE });
    const before = shop.counters.requests;
    const started = await world.start(store);

    const waiting = await world.whenRun(store, started.runId, 'waits for the store', (run) => run.waiting !== null);
    expect(waiting).toMatchObject({
      status: 'running',
      phase: 'waiting_for_store',
      error: null,
      requests: 1,
      waiting: { reason: 'store_asked', message: expect.stringContaining('Briefly unavailable') },
    });
    const { since, until: end } = waiting.waiting ?? { since: new Date(0), until: new Date(0) };
    expect((end?.getTime() ?? 0) - since.getTime()).toBe(600_000);

    await retryRunNow(world.temporal, started);
    const again = await world.whenRun(
      store,
      started.runId,
      'was asked once more and waits again',
      ({ requests, waiting }) => requests === 2 && waiting !== null,
    );
    expect(again.throttled_ms).toBeLessThan(600_000);

    // Within the minute nobody ends the next wait: the shop is not asked again.
    await retryRunNow(world.temporal, started);
    shop.faults.clear();
    await cancelRun(world.temporal, started);
    expect(await world.ended(store, started)).toMatchObject({ status: 'cancelled', requests: 2, waiting: null });
    expect(shop.counters.requests - before).toBe(2);
  });

  it('goes on when somebody ended the wait and the store is there again', async () => {
    const { shop, store } = await world.wooCommerce({ products: 120 });
    shop.faults.add({ path: '/', answer: MAINTENANCE });
    const before = shop.counters.requests;
    const started = await world.start(store);
    await world.whenRun(store, started.runId, 'waits for the store', (run) => run.waiting !== null);

    shop.faults.clear();
    await retryRunNow(world.temporal, started);

    const run = await world.ended(store, started);
    expect(run).toMatchObject({
      status: 'completed',
      waiting: null,
      problems: [],
      products: { seen: 120 },
    });
    expect(run.requests).toBe(shop.counters.requests - before);
  });

  it('is left alone until then by every run of it', async () => {
    const { shop, store } = await world.wooCommerce({ products: 120 });
    shop.faults.add({ path: '/', answer: MAINTENANCE });
    const started = await world.start(store);
    await world.whenRun(store, started.runId, 'waits for the store', (run) => run.waiting !== null);
    const asked = shop.counters.requests;

    const dry = await world.start(store, { dryRun: true });
    await world.whenRun(store, dry.runId, 'waits as well', (run) => run.waiting !== null);

    expect(shop.counters.requests).toBe(asked);
    shop.faults.clear();
    for (const run of [dry, started]) {
      await cancelRun(world.temporal, run);
      await world.ended(store, run);
    }
  });
});
