import { ScheduleNotFoundError } from '@temporalio/client';
import { PLATFORMS } from '../../src/model/platform';
import { dailyFullSync, SCHEDULE_IDS } from '../../src/temporal/schedules';
import { useOwnNamespace } from '../support/own-namespace';
import { type ApiWorld, apiWorld } from './api-world';
import { insertRun, insertStore } from './rows';

let world: ApiWorld;

beforeAll(async () => {
  await useOwnNamespace();
  world = await apiWorld();
});
afterEach(async () => {
  for (const id of SCHEDULE_IDS) {
    await world.temporal
      .ask((client) => client.schedule.getHandle(id).delete())
      .catch((error) => expect(error).toBeInstanceOf(ScheduleNotFoundError));
  }
});
afterAll(() => world.close());

const terminate = (workflowId: string) =>
  world.temporal.ask((client) => client.workflow.getHandle(workflowId).terminate());

it('starts one sweep, and answers with it while it is under way', async () => {
  const first = await world.operator('POST /v1/sync-all', { json: { platform: 'shopify' } });
  const second = await world.operator('POST /v1/sync-all', { json: { platform: 'shopify', mode: 'full' } });
  await terminate(first.body.workflow_id);

  expect(first.body).toMatchObject({ status: 'accepted', already_running: false });
  expect(first.body.workflow_id).toBe('sync-all-stores/shopify');
  expect(second.body).toMatchObject({ run_id: first.body.run_id, already_running: true });
  const { body } = await world.operator(`GET /v1/sync-all/${first.body.run_id}`);
  expect(body).toMatchObject({ status: 'running', platform: 'shopify', mode: 'full', scheduled: 0, failed: {} });
});

it('sweeps the stores of all platforms when none is named', async () => {
  const { body } = await world.operator('POST /v1/sync-all');
  await terminate(body.workflow_id);
  expect(body.workflow_id).toBe('sync-all-stores/all');
  expect((await world.operator(`GET /v1/sync-all/${body.run_id}`)).body.platform).toBeNull();
});

it('counts a sweep’s runs by how they fare, over all tenants', async () => {
  const { body } = await world.operator('POST /v1/sync-all', { json: { platform: 'woocommerce' } });
  await terminate(body.workflow_id);
  const states = [
    { status: 'queued', phase: 'opening' },
    { status: 'running', phase: 'waiting_to_retry' },
    { status: 'completed' },
    { status: 'completed' },
    { status: 'failed', error: 'store_unreachable' },
    { status: 'failed', error: 'store_unreachable' },
    { status: 'failed', error: 'store_frozen' },
    { status: 'awaiting_approval' },
  ] as const;
  for (const { status, ...more } of states) {
    const { id: tenantId } = await world.tenant();
    const storeId = await insertStore(world.database, tenantId);
    const id = await insertRun(world.database, { tenantId, storeId }, { status, ...('phase' in more ? more : {}) });
    await world.database.withTenant(
      tenantId,
      (sql) => sql`
        update sync_runs
           set sweep_id = ${body.run_id}::uuid, error_type = ${'error' in more ? more.error : null}::text
         where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
    );
  }
  await world.database.withSystem(
    (sql) => sql`
      update sync_sweeps set counts = '{"scheduled": 11, "already_running": 1, "deferred": 3, "skipped": 2}'
       where id = ${body.run_id}::uuid`,
  );

  const sweep = await world.operator(`GET /v1/sync-all/${body.run_id}`);

  expect(sweep.body).toMatchObject({
    scheduled: 11,
    running: 1,
    waiting_to_retry: 1,
    completed: 2,
    completed_with_errors: 0,
    awaiting_approval: 1,
    failed: { store_unreachable: 2, store_frozen: 1 },
    already_running: 1,
    deferred: 3,
    skipped: 2,
  });
});

it('does not know a sweep that never was', async () => {
  expect((await world.operator('GET /v1/sync-all/00000000-0000-4000-8000-000000000000')).status).toBe(404);
});

it('lists the schedules that exist, and lets one act now', async () => {
  expect((await world.operator('GET /v1/schedules')).body).toEqual({ items: [], next_cursor: null });
  expect((await world.operator('POST /v1/schedules/sync-all-shopify/trigger')).status).toBe(404);
  for (const platform of PLATFORMS) {
    const schedule = dailyFullSync(platform, world.temporal.taskQueue);
    await world.temporal.ask((client) => client.schedule.create(schedule));
  }

  const { body } = await world.operator('GET /v1/schedules');
  expect(body.items.map((item: { id: string }) => item.id)).toEqual(['sync-all-woocommerce', 'sync-all-shopify']);
  expect(body.items[1]).toMatchObject({ platform: 'shopify', mode: 'full', paused: false, last_run_id: null });
  const inOneDay = Date.now() + 25 * 3_600_000;
  expect(Date.parse(body.items[1].next_at)).toBeLessThan(inOneDay);

  const triggered = await world.operator('POST /v1/schedules/sync-all-shopify/trigger');
  expect(triggered).toMatchObject({ status: 202, body: { schedule_id: 'sync-all-shopify' } });
  const workflowId = await untilActed('sync-all-shopify');
  expect(workflowId).toMatch(/^sync-all-stores\/shopify-/);
  await terminate(workflowId);
});

it('makes the schedules skip an overlap and forget what they missed by more than an hour', () => {
  expect(dailyFullSync('shopify', 'queue')).toMatchObject({
    spec: { calendars: [{ hour: 2 }], jitter: '1 hour' },
    policies: { overlap: 'SKIP', catchupWindow: '1 hour' },
    action: { args: [{ platform: 'shopify', mode: 'full', trigger: 'schedule' }] },
  });
});

/** Answers the workflow that the schedule started, which the API then names by its run id. */
async function untilActed(id: string): Promise<string> {
  for (;;) {
    const { body } = await world.operator('GET /v1/schedules');
    const { last_run_id } = body.items.find((item: { id: string }) => item.id === id);
    if (last_run_id === null) continue;
    const { info } = await world.temporal.ask((client) => client.schedule.getHandle(id).describe());
    const workflow = info.recentActions[0]?.action.workflow;
    expect(workflow?.firstExecutionRunId).toBe(last_run_id);
    return workflow?.workflowId ?? '';
  }
}
