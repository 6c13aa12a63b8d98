import { SCOPES } from '../../src/model/scopes';
import { syncProductsId, TASK_QUEUE } from '../../src/model/workflow-ids';
import { listRuns } from '../../src/runs/list-runs';
import { createApiKey } from '../../src/tenants/api-keys';
import { type Ask, asker } from '../api/ask';
import { type ApiProcess, startApiProcess } from '../support/api-process';
import { useOwnNamespace } from '../support/own-namespace';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { expectRight, type RowVersions, readOutcome, rowVersions } from './outcome';
import { record } from './record';
import { type Scene, wooScene } from './scene';
import { TIMES } from './times';

const SYNC = 'POST /v1/catalog/sync/woocommerce';

let world: SyncWorld;
let scene: Scene;
let before: RowVersions;
const started: ApiProcess[] = [];

beforeAll(() => useOwnNamespace());
beforeEach(async () => {
  world = await startSyncWorld({ taskQueue: TASK_QUEUE });
  scene = await wooScene(world);
  await world.sync(scene.store);
  before = await rowVersions(world, scene.store);
  scene.change();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((api) => api.kill()));
  await world.close();
});

/** The API, and the tenant that asks it. */
async function startApi(fault?: 'run-requested:kill'): Promise<{ api: ApiProcess; ask: Ask }> {
  const api = await startApiProcess(world, fault);
  started.push(api);
  const { tenantId } = scene.store;
  const made = await world.database.withSystem((sql) => createApiKey(sql, { tenantId, name: 'key', scopes: SCOPES }));
  return { api, ask: asker(api.url, { 'x-tenant-id': tenantId, 'x-tenant-api-key': made?.key ?? '' }) };
}

/** A caller starts a run, and the API dies before it could note or answer it. */
async function askOneThatDies(): Promise<void> {
  const { api, ask } = await startApi('run-requested:kill');
  await expect(ask(SYNC)).rejects.toThrow('fetch failed');
  expect(await api.ended()).toBe('SIGKILL');
}

/** Of the run that Temporal has. */
async function runIdUnderWay(): Promise<string> {
  const { raw } = await world.describe(syncProductsId('woocommerce', scene.store.id));
  return raw.workflowExecutionInfo?.firstRunId ?? '';
}

const runsKnown = async () => {
  const { id: storeId, tenantId } = scene.store;
  const runs = await world.database.withTenant(tenantId, (sql) => listRuns(sql, { storeId, limit: 10, after: null }));
  return runs.items.map(({ id }) => id);
};

async function expectRightEnd(runId: string, what: string, kills: number): Promise<void> {
  await world.whenRun(scene.store, runId, 'is over', ({ finished_at }) => finished_at !== null);
  const outcome = await readOutcome(world, scene, runId, before);
  record(what, kills, outcome, null);
  expectRight(outcome, scene);
}

it.each(TIMES)(
  'I3 I4 an API that is killed while it starts a run leaves one run, which the caller gets by asking again, %i times in a row',
  async (kills) => {
    await world.stopWorker();
    const [first] = await runsKnown();
    for (let killed = 0; killed < kills; killed++) await askOneThatDies();
    const runId = await runIdUnderWay();
    expect(await runsKnown()).toEqual([first]);

    const { ask } = await startApi();
    const reply = await ask(SYNC);

    expect(reply).toMatchObject({ status: 202, body: { run_id: runId, task_id: runId, already_running: true } });
    expect((await ask(`GET /v1/sync-runs/${runId}`)).body).toMatchObject({
      ...{ id: runId, store_id: scene.store.id, mode: 'full', trigger: 'api', status: 'queued' },
    });
    expect((await ask('GET /v1/audit-logs')).body.items).toMatchObject([
      { outcome: 'done', metadata: { task_id: runId, already_running: true } },
      ...Array(kills).fill({ action: 'woocommerce_sync_triggered', outcome: null, outcome_at: null }),
    ]);
    await world.startWorker();
    await expectRightEnd(runId, 'run-requested (API), asked again', kills);
  },
);

it('I4 a run whose API was killed goes on by itself when nobody asks again, and has its row', async () => {
  await askOneThatDies();
  const runId = await runIdUnderWay();

  await expectRightEnd(runId, 'run-requested (API)', 1);

  expect(await world.run(scene.store, runId)).toMatchObject({ mode: 'full', trigger: 'api' });
  const { ask } = await startApi();
  expect((await ask(`GET /v1/sync-runs/${runId}`)).body).toMatchObject({ id: runId, status: 'completed' });
});
