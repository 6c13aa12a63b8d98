import type { WooShop } from '../../../simulators/woocommerce/shop';
import { startInPlace } from '../../../src/runs/start-in-place';
import { askForRun, startRun } from '../../../src/runs/start-run';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const AUDIT = {
  action: 'woocommerce_sync_triggered',
  actor: { kind: 'api_key', id: null, name: 'Anna', address: null, requestId: null },
} as const;

async function synced(): Promise<{ shop: WooShop; store: Store }> {
  const { shop, store } = await world.wooCommerce({ products: 5 });
  await world.sync(store);
  return { shop, store };
}

async function byHand(store: Store) {
  const asked = await world.database.withTenant(store.tenantId, (sql) => askForRun(sql, store, AUDIT));
  return startRun(world, store, { mode: 'full', trigger: 'api' }, asked);
}

const dueByItself = ({ tenantId, id: storeId, platform, name: storeName }: Store) =>
  startInPlace(world, { tenantId, storeId, platform, storeName, mode: 'full', trigger: 'schedule' });

type Started = { workflowId: string; runId: string };

const paused = async (shop: WooShop, store: Store): Promise<Started> => {
  shop.faults.add({ path: 'modified_after', times: 1, answer: { delayMs: 1_000 } });
  const run = await world.start(store, { mode: 'incremental' });
  await world.client((client) => client.workflow.getHandle(run.workflowId).signal('pause'));
  await world.whenRun(store, run.runId, 'is paused', ({ status }) => status === 'paused');
  return run;
};

const waiting = async (shop: WooShop, store: Store): Promise<Started> => {
  shop.faults.add({ path: 'modified_after', times: 1, answer: { status: 429, headers: { 'retry-after': '600' } } });
  const run = await world.start(store, { mode: 'incremental' });
  await world.whenRun(store, run.runId, 'waits', ({ phase }) => phase === 'waiting_for_store');
  return run;
};

describe.each([
  ['asked for by hand', byHand],
  ['due by itself', dueByItself],
] as const)('I3 a full run that is %s', (_, start) => {
  it.each([
    ['paused', paused],
    ['has the wait that the store asked for', waiting],
  ] as const)('takes the place of a lesser one that %s', async (_state, lesserThat) => {
    const { shop, store } = await synced();
    const lesser = await lesserThat(shop, store);

    const full = await start(store);

    expect(full).toMatchObject({ kind: 'started', alreadyRunning: false });
    expect(await world.run(store, lesser.runId)).toMatchObject({ status: 'cancelled', error: { type: 'superseded' } });
    if (full.kind !== 'started') return;
    expect(full.runId).not.toBe(lesser.runId);
    await until('the full run to have its turn', async () => {
      const { status } = await world.describe(full.workflowId);
      return status.name === 'RUNNING' || status.name === 'COMPLETED';
    });
    await world.client((client) => client.workflow.getHandle(full.workflowId).cancel());
    await world.ended(store, full);
  });
});

it('I3 a lesser run that is asked for while a full one is under way starts nothing, and leaves the full one alone', async () => {
  const { shop, store } = await synced();
  shop.faults.add({ path: 'offset=0&', times: 1, answer: { delayMs: 1_500 } });
  const full = await world.start(store);

  const { tenantId, id: storeId, platform, name: storeName } = store;
  const lesser = await startInPlace(world, {
    ...{ tenantId, storeId, platform, storeName },
    ...{ mode: 'incremental', trigger: 'schedule' },
  });

  expect(lesser).toMatchObject({ kind: 'started', alreadyRunning: true, runId: full.runId });
  expect(await world.ended(store, full)).toMatchObject({ mode: 'full', status: 'completed' });
});
