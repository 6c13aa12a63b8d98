import { cancelRun } from '../../../src/temporal/control-run';
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
  const { shop, store } = await world.wooCommerce({ products: 230 });
  shop.faults.add({ path: 'offset=98&', times: 1, answer: THROTTLED(120) });

  const started = await world.start(store);
  const timer = await until('a timer of the run', async () => {
    const history = await world.history(started.workflowId, started.runId);
    return /"startToFireTimeout":"[^"]+"/.exec(history)?.[0];
  });

  expect(timer).toBe('"startToFireTimeout":"120s"');
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
