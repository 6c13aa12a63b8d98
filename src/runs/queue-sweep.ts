import type { SystemSql } from '../database/sql';
import type { SyncAllStoresInput } from '../model/workflow-inputs';

export interface SweepToQueue {
  /** First execution run id. */
  id: string;
  workflowId: string;
  input: SyncAllStoresInput;
}

/** Makes a started sweep known; one that is known already stays as it is: it may even be over by now. */
export async function queueSweep(sql: SystemSql, { id, workflowId, input }: SweepToQueue): Promise<void> {
  await sql`
    insert into sync_sweeps (id, workflow_id, platform, mode, trigger, status)
    values (${id}::uuid, ${workflowId}::text, ${input.platform}::text, ${input.mode}::text, ${input.trigger}::text, 'running')
        on conflict (id) do nothing`;
}
