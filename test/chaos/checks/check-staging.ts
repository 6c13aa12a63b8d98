import { TASK_QUEUE } from '../../../src/model/workflow-ids';
import type { Findings } from '../findings';
import { adminQuery } from '../world/admin-query';
import type { ChaosWorld } from '../world/start-world';

/** What dead attempts left staged goes by maintenance, once its day is over: the rows are made that old. */
export async function checkStaging({ programs, temporal }: ChaosWorld, findings: Findings): Promise<number> {
  const left = await adminQuery(
    programs,
    `update staged_pages set staged_at = staged_at - interval '2 days' returning run_id`,
  );
  await temporal.ask(
    (client) =>
      client.workflow.execute('MaintenanceWorkflow', { workflowId: 'maintenance-after-chaos', taskQueue: TASK_QUEUE }),
    120_000,
  );
  const rows = await adminQuery(programs, 'select run_id, batch_id, page, store_id from staged_pages');
  for (const row of rows) findings.report(`a staged page is left after maintenance: ${JSON.stringify(row)}`);
  return left.length;
}
