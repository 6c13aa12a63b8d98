import type { WooShop } from '../../simulators/woocommerce/shop';
import type { Store } from '../../src/stores/store';
import { cancelRun } from '../../src/temporal/control-run';
import { pauseSignal, progressQuery, resumeSignal } from '../../src/workflows/messages';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

type Started = Awaited<ReturnType<SyncWorld['start']>>;

/** A run of three pages and more, each of them a batch: it is seen at work. */
async function atWork(): Promise<{ shop: WooShop; store: Store; started: Started }> {
  const { shop, store } = await world.wooCommerce({ products: 500, variableShare: 0 });
  shop.faults.add({ path: 'offset=', answer: { delayMs: 450 } });
  const started = await world.start(store);
  await world.whenRun(store, started.runId, 'merged a page', ({ pages }) => pages.merged > 0);
  return { shop, store, started };
}

const handleOf = (started: Started) => world.client(async (client) => client.workflow.getHandle(started.workflowId));

it('pauses, shows it, and goes on when it is resumed', async () => {
  const { shop, store, started } = await atWork();
  const handle = await handleOf(started);

  await handle.signal(pauseSignal, { runId: '00000000-0000-4000-8000-000000000000' });
  await handle.signal(pauseSignal, { runId: started.runId });
  const paused = await world.whenRun(store, started.runId, 'is paused', ({ status }) => status === 'paused');
  const asked = await until('the requests to end', () => shop.counters.inFlight === 0 && shop.requestLog.length);

  expect(paused.finished_at).toBeNull();
  expect(await handle.query(progressQuery)).toMatchObject({
    runId: started.runId,
    phase: 'reading',
    paused: true,
    attempt: 1,
    announced: 500,
  });
  expect(await detailsOf(started)).toMatch(/^\*\*paused\*\* · \d+ of 500 products · try 1$/);
  expect(shop.requestLog).toHaveLength(asked);

  shop.faults.clear();
  await handle.signal(resumeSignal);
  expect(await world.ended(store, started)).toMatchObject({ status: 'completed', products: { seen: 500 } });
});

it('shows how far it is while it reads', async () => {
  const { shop, store, started } = await atWork();

  const handle = await handleOf(started);
  const progress = await until('a share of the products', async () => {
    const found = await handle.query(progressQuery);
    return found.seen > 0 && found;
  });

  expect(progress).toMatchObject({ phase: 'reading', paused: false, announced: 500 });
  expect(progress.progress).toBe(progress.seen / 500);
  expect(await detailsOf(started)).toMatch(/^\*\*reading\*\* · \d+ of 500 products · try 1$/);
  expect(await world.run(store, started.runId)).toMatchObject({ status: 'running', phase: 'reading' });
  shop.faults.clear();
  await world.ended(store, started);
});

it('I2 cancels while a request hangs, keeps what was merged, and lets the store be synced again', async () => {
  const { shop, store, started } = await atWork();
  shop.faults.clear();
  shop.faults.add({ path: 'offset=', answer: { hang: true } });
  const asked = shop.requestLog.length;
  await until('a request that hangs', () => shop.requestLog.length > asked);

  expect(await cancelRun(world.temporal, started)).toBe(true);
  const run = await world.ended(store, started);

  // The request was broken off: it was not waited for until it timed out, which is a problem of the store's.
  expect(world.log.filter((line) => line.includes(started.runId) && line.includes('store problem'))).toEqual([]);
  expect(run).toMatchObject({ status: 'cancelled', error: null, products: { missing: 0 } });
  expect(run.products.created).toBeGreaterThan(0);
  expect((await world.describe(started.workflowId, started.runId)).status.name).toBe('CANCELLED');
  // It closed only after what hung had been broken off, asked for by an activity or ahead of one.
  await until('no request to be under way', () => shop.counters.inFlight === 0);

  shop.faults.clear();
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { seen: 500, missing: 0 } });
});

it('cancels a paused run', async () => {
  const { store, started } = await atWork();
  await (await handleOf(started)).signal(pauseSignal);
  await world.whenRun(store, started.runId, 'is paused', ({ status }) => status === 'paused');

  await cancelRun(world.temporal, started);

  expect(await world.ended(store, started)).toMatchObject({ status: 'cancelled' });
});

/** What the Web UI shows as the run's current details. */
async function detailsOf({ workflowId }: Started): Promise<string> {
  return world
    .client((client) => client.workflow.getHandle(workflowId).query('__temporal_workflow_metadata'))
    .then((metadata) => (metadata as { currentDetails: string }).currentDetails);
}
