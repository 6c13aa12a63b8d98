import { approveDeactivationId } from '../../src/model/workflow-ids';
import { until } from '../support/until';
import { type ApiWorld, apiWorld, type TestTenant } from './api-world';
import { insertStore } from './rows';

/** `temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR` */
const NON_DETERMINISTIC = 24;

let world: ApiWorld;
let tenant: TestTenant;
beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  await insertStore(world.database, tenant.id);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => world.close());

interface Started {
  run_id: string;
  workflow_id: string;
}

/** A run that was started, and of which nobody has heard for two minutes. */
async function silentRun(status: 'queued' | 'running'): Promise<Started> {
  const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`
      update sync_runs set status = ${status}::text, queued_at = now() - interval '2 minutes',
                           started_at = case when ${status}::text = 'running' then now() - interval '2 minutes' end
       where id = ${body.run_id}::uuid`,
  );
  return body;
}

const read = async ({ run_id }: Started) => (await tenant.ask(`GET /v1/sync-runs/${run_id}`)).body;

/** For whoever compares with Temporal's times. */
function letTimeGoBy(ms: number): void {
  const now = Date.now;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
}

type Service = Parameters<Parameters<ApiWorld['temporal']['ask']>[0]>[0]['workflowService'];
const withService = <Result>(work: (service: Service, namespace: string) => Promise<Result>) =>
  world.temporal.ask(({ workflowService, options: { namespace } }) => work(workflowService, namespace));

const pause = ({ workflow_id: workflowId }: Started) =>
  withService((service, namespace) =>
    service.pauseWorkflowExecution({ namespace, workflowId, identity: 'a test', reason: 'to look', requestId: 'one' }),
  );
const unpause = ({ workflow_id: workflowId }: Started) =>
  withService((service, namespace) =>
    service.unpauseWorkflowExecution({ namespace, workflowId, identity: 'a test', reason: 'go on', requestId: 'two' }),
  );

/** What a worker gets to do for the run; those of earlier tests wait in the same queue. */
const taskOf = ({ workflow_id }: Started) =>
  until('the task of the run', async () => {
    const task = await withService((service, namespace) =>
      service.pollWorkflowTaskQueue({ namespace, taskQueue: { name: world.temporal.taskQueue }, identity: 'a test' }),
    );
    return task.workflowExecution?.workflowId === workflow_id && task;
  });

const eventsOf = async ({ workflow_id }: Started) => {
  const { events } = await world.temporal.ask((client) => client.workflow.getHandle(workflow_id).fetchHistory());
  return events ?? [];
};

describe('without a worker', () => {
  it('tells a run that nobody works on for a minute, its cancel, and the operator since when', async () => {
    const run = await silentRun('queued');
    expect(await read(run)).toMatchObject({ status: 'queued', waiting: null });

    letTimeGoBy(120_000);
    const found = await read(run);

    expect(found).toMatchObject({
      status: 'queued',
      error: null,
      waiting: {
        reason: 'no_worker',
        until: null,
        message: expect.stringMatching(/^No worker has taken up its next step/),
      },
    });
    const { body: health } = await world.operator('GET /v1/health');
    const queue = { name: world.temporal.taskQueue, last_poll_at: null, pollers: 0 };
    expect(health).toMatchObject({
      database: 'up',
      database_roles: 'two',
      temporal: 'up',
      task_queues: [
        { ...queue, kind: 'workflow' },
        { ...queue, kind: 'activity' },
        { ...queue, name: `${queue.name}-deliveries`, kind: 'workflow' },
        { ...queue, name: `${queue.name}-deliveries`, kind: 'activity' },
      ],
      oldest_unworked_run_at: found.waiting.since,
    });
    expect((await world.ask('GET /readyz?verbose')).body).toMatchObject({ status: 'ready', workers: 0 });
    expect((await tenant.ask('GET /v1/health')).status).toBe(401);

    const { body: cancelled } = await tenant.ask(`POST /v1/sync-runs/${run.run_id}/cancel`);
    expect(cancelled.message).toMatch(/^The cancel is noted, and takes effect when the run can go on\. No worker/);
    expect((await read(run)).waiting.message).toMatch(
      /It was asked to cancel, which nobody can carry out until then\.$/,
    );
  });

  it('says of a young run that is cancelled that a worker is missing', async () => {
    const { body: run } = await tenant.ask('POST /v1/catalog/sync/woocommerce');

    const { body } = await tenant.ask(`POST /v1/sync-runs/${run.run_id}/cancel`);

    expect(body.message).toMatch(/^The cancel is noted, and takes effect when a worker runs/);
  });
});

describe('paused in Temporal', () => {
  it('is paused here as well, in lists too, until it is unpaused there', async () => {
    const run = await silentRun('running');
    await pause(run);

    expect(await read(run)).toMatchObject({
      status: 'paused',
      waiting: { reason: 'paused_in_temporal', until: null, message: expect.stringContaining('Unpause it there') },
    });
    const { body: list } = await tenant.ask('GET /v1/sync-runs?status=paused');
    expect(list.items).toMatchObject([{ id: run.run_id, status: 'paused' }]);

    await unpause(run);
    expect(await read(run)).toMatchObject({ status: 'running', waiting: null });
  });

  it('stays queued where no worker has opened it, and paused where its own signal paused it, too', async () => {
    const queued = await silentRun('queued');
    await pause(queued);
    expect(await read(queued)).toMatchObject({ status: 'queued', waiting: { reason: 'paused_in_temporal' } });

    await world.database.withTenant(
      tenant.id,
      (sql) => sql`update sync_runs set status = 'paused' where id = ${queued.run_id}::uuid`,
    );
    await read(queued);
    await unpause(queued);
    expect(await read(queued)).toMatchObject({ status: 'paused', waiting: null });
  });

  it('shows a sign of life of a run that goes on, before anybody has asked Temporal again', async () => {
    const run = await silentRun('running');
    await pause(run);
    await read(run);
    await world.database.withTenant(
      tenant.id,
      (sql) => sql`update sync_runs set touched_at = now() where id = ${run.run_id}::uuid`,
    );

    const { body } = await tenant.ask('GET /v1/sync-runs');

    expect(body.items).toMatchObject([{ id: run.run_id, status: 'running', waiting: null }]);
  });

  it('is unpaused by a cancel, so that it ends', async () => {
    const run = await silentRun('running');
    await pause(run);

    const { status, body } = await tenant.ask(`POST /v1/sync-runs/${run.run_id}/cancel`);

    expect(status).toBe(202);
    expect(body.message).not.toMatch(/paused/);
    const events = await eventsOf(run);
    expect(events.some((event) => event.workflowExecutionCancelRequestedEventAttributes)).toBe(true);
    expect(events.some((event) => event.workflowExecutionUnpausedEventAttributes)).toBe(true);
  });
});

it('decides nothing while an approval is paused in Temporal, and says so', async () => {
  const run = await silentRun('running');
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`update sync_runs set status = 'awaiting_approval' where id = ${run.run_id}::uuid`,
  );
  const { taskQueue } = world.temporal;
  const approval = { ...run, workflow_id: approveDeactivationId(run.run_id) };
  await world.temporal.ask((client) =>
    client.workflow.start('ApproveDeactivationWorkflow', { workflowId: approval.workflow_id, taskQueue }),
  );
  await pause(approval);

  const { body } = await tenant.ask(`POST /v1/sync-runs/${run.run_id}/approve`);

  expect(body).toMatchObject({ code: 'temporal_unavailable', detail: expect.stringContaining('Somebody paused') });
  expect(await read(run)).toMatchObject({ status: 'awaiting_approval', waiting: { reason: 'paused_in_temporal' } });
});

it('says why a run is stuck while it lasts, and that nobody can carry out a cancel', async () => {
  const run = await silentRun('running');
  const task = await taskOf(run);
  await withService((service, namespace) =>
    service.respondWorkflowTaskFailed({
      namespace,
      taskToken: task.taskToken,
      cause: NON_DETERMINISTIC,
      failure: { message: '[TMPRL1100] Nondeterminism error:\nactivity \u202e does not match' },
    }),
  );
  expect(await read(run)).toMatchObject({ status: 'running', error: null });

  letTimeGoBy(15_000);
  expect(await read(run)).toMatchObject({
    status: 'running',
    error: {
      type: 'stuck',
      message: expect.stringContaining('[TMPRL1100] Nondeterminism error: activity does not match'),
    },
  });

  const { body: cancelled } = await tenant.ask(`POST /v1/sync-runs/${run.run_id}/cancel`);
  expect(cancelled.message).toMatch(/^The cancel is noted, and takes effect when the run can go on/);

  const again = await taskOf(run);
  await withService((service, namespace) =>
    service.respondWorkflowTaskCompleted({ namespace, taskToken: again.taskToken, identity: 'a test', commands: [] }),
  );
  expect(await read(run)).toMatchObject({ status: 'running', error: null });
});
