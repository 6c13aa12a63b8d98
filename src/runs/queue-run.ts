import type { TenantSql } from '../database/sql';
import type { SyncProductsInput } from '../model/workflow-inputs';

export interface RunToQueue {
  id: string;
  workflowId: string;
  input: Pick<SyncProductsInput, 'storeId' | 'platform' | 'mode' | 'trigger' | 'sweepId' | 'dryRun'>;
}

/** Makes a started run known until a worker opens it; one that is known already stays as it is. */
export async function queueRun(sql: TenantSql, { id, workflowId, input }: RunToQueue): Promise<void> {
  await sql`
    insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, dry_run, trigger, sweep_id, status, phase)
    values (${sql.tenantId}::uuid, ${id}::uuid, ${input.storeId}::uuid, ${workflowId}::text, ${input.platform}::text,
            ${input.mode}::text, ${input.dryRun ?? false}::boolean, ${input.trigger}::text, ${input.sweepId ?? null}::uuid, 'queued', 'opening')
        on conflict (tenant_id, id) do nothing`;
}
