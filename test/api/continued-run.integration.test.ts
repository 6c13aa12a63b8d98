import { type ApiWorld, apiWorld, type TestTenant } from './api-world';
import { insertStore } from './rows';

/** `temporal.api.enums.v1.CommandType.COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION` */
const CONTINUE_AS_NEW = 10;

let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
  await insertStore(world.database, tenant.id);
});
afterAll(() => world.close());

it('I3 knows a run by its first id, and cancels it, after it continued as new', async () => {
  const { body: first } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  await continueAsNew();

  const { body: again } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  expect(again).toMatchObject({ run_id: first.run_id, already_running: true });

  expect((await tenant.ask(`POST /v1/sync-runs/${first.run_id}/cancel`)).status).toBe(202);
  const { events } = await world.temporal.ask((client) => client.workflow.getHandle(first.workflow_id).fetchHistory());
  expect(events?.some((event) => event.workflowExecutionCancelRequestedEventAttributes)).toBe(true);
});

/** What a worker would answer whose workflow has a long history. */
async function continueAsNew(): Promise<void> {
  const name = world.temporal.taskQueue;
  await world.temporal.ask(async ({ workflowService, options: { namespace } }) => {
    const task = await workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name }, identity: 'a test' });
    const { workflowType } = task;
    await workflowService.respondWorkflowTaskCompleted({
      namespace,
      taskToken: task.taskToken,
      commands: [
        {
          commandType: CONTINUE_AS_NEW,
          continueAsNewWorkflowExecutionCommandAttributes: {
            ...(workflowType ? { workflowType } : {}),
            taskQueue: { name },
          },
        },
      ],
    });
  });
}
