import type { Store } from '../../../src/stores/store';
import { cancelRun } from '../../../src/temporal/control-run';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** The tests' Temporal suggests it after some ten batches; here each batch is one page. */
async function continuedAsNew() {
  const { shop, store } = await world.wooCommerce({ products: 1_800, variableShare: 0 });
  shop.faults.add({ path: 'offset=', answer: { delayMs: 410 } });
  const started = await world.start(store);
  const current = await until(
    'the run to continue as new',
    async () => {
      const { runId } = await world.describe(started.workflowId);
      return runId !== started.runId && runId;
    },
    20_000,
  );
  shop.faults.clear();
  return { shop, store, started, current };
}

it('I4 a long run continues as new under its run id, and its counts are those of the whole', async () => {
  const { store, started, current } = await continuedAsNew();

  expect(await world.start(store)).toEqual({ ...started, alreadyRunning: true });
  const run = await world.ended(store, started);

  expect(run).toMatchObject({
    id: started.runId,
    status: 'completed',
    attempt: 1,
    products: { seen: 1_800, created: 1_800, missing: 0 },
  });
  expect((await world.describe(started.workflowId, started.runId)).status.name).toBe('CONTINUED_AS_NEW');
  expect((await world.describe(started.workflowId, current)).status.name).toBe('COMPLETED');
  expect(await statusShown(started.workflowId, current)).toBe('completed');
  expect(await world.sync(store)).toMatchObject({ products: { unchanged: 1_800 } });
});

it('says that it reads while it goes on reading, and keeps its name in the Web UI', async () => {
  const { shop, store, started, current } = await continuedAsNew();
  shop.faults.add({ path: 'offset=', answer: { delayMs: 410 } });
  await until('the run to be open again', async () => {
    const history = await world.history(started.workflowId, current);
    return history.includes('retryDelays');
  });

  expect(await world.run(store, started.runId)).toMatchObject({ status: 'running', phase: 'reading' });
  const { memo } = await world.describe(started.workflowId, current);
  expect(memo).toEqual({ store: store.name });
  shop.faults.clear();
  await world.ended(store, started);
});

it('cancels a run that continued as new by its run id', async () => {
  const { shop, store, started } = await continuedAsNew();
  shop.faults.add({ path: 'offset=', answer: { delayMs: 410 } });

  await cancelRun(world.temporal, started);

  expect(await world.ended(store as Store, started)).toMatchObject({ status: 'cancelled' });
});

async function statusShown(workflowId: string, runId: string): Promise<unknown> {
  const { typedSearchAttributes } = await world.describe(workflowId, runId);
  return typedSearchAttributes.getAll().find(({ key }) => key.name === 'RunStatus')?.value;
}
