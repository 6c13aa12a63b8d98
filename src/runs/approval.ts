import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { statusesBefore } from '../model/run-transitions';
import { noteRunHeld } from '../outgoing/note-run';
import { closeRunRow } from './close-run-row';

const SUPERSEDED =
  'A later full sync of the store found products missing too and waits for approval in this one’s place. Nothing was deactivated here; decide on the later run.';

/**
 * The run waits for somebody to decide about its missing products; an older one of the store that still waits is
 * closed as `superseded`. Answers the replaced runs, whose approval workflows have to be told.
 */
export async function awaitApproval(sql: TenantSql, run: RunReference, executionId: string): Promise<string[]> {
  const { rows: held } = await sql<{ waited: boolean }>`
    with before as (
      select status from sync_runs where tenant_id = ${run.tenantId}::uuid and id = ${run.id}::uuid for update
    )
    update sync_runs set status = 'awaiting_approval', phase = 'confirming'
      from before
     where tenant_id = ${run.tenantId}::uuid and id = ${run.id}::uuid
       and sync_runs.status = any(${statusesBefore('hold')}::text[])
    returning before.status = 'awaiting_approval' as waited`;
  if (held[0]?.waited === false) await noteRunHeld(sql, run);
  await noteBraked(sql, run);
  const { rows } = await sql<{ id: string }>`
    update sync_runs set status = 'running', phase = 'closing'
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and id <> ${run.id}::uuid
       and status = any(${statusesBefore('replace')}::text[])
    returning id`;
  for (const { id } of rows)
    await closeRunRow(
      sql,
      { ...run, id },
      {
        status: 'completed_with_errors',
        error: { type: 'superseded', message: SUPERSEDED },
        problems: [],
        executionId,
      },
    );
  return rows.map((row) => row.id);
}

/** Products say of this run that the brake held them. */
export async function noteBraked(sql: TenantSql, run: RunReference): Promise<void> {
  await sql`
    update stores set braked_run = ${run.id}::uuid
     where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid`;
}

/** A later run that read the listing whole has asked about all that is missing: what the brake held before is old news. */
export async function forgetBraked(sql: TenantSql, run: RunReference): Promise<void> {
  await sql`
    update stores set braked_run = null
     where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid and braked_run <> ${run.id}::uuid`;
}

export interface Claim {
  runId: string;
  /** Approve only these; null for all. */
  externalIds: string[] | null;
}

/**
 * Takes a waiting run out of its wait (compare-and-set): false when a later run was faster. The approved products become
 * suspects again, so that the store is asked once more before anything happens; the others are kept. Repeating a claim
 * is safe: only the run's approval claims, one claim at a time.
 */
export async function claimWaitingRun(sql: TenantSql, claim: Claim): Promise<boolean> {
  const { rowCount } = await sql`
    update sync_runs set status = 'running', phase = 'confirming', claimed_at = coalesce(claimed_at, now())
     where tenant_id = ${sql.tenantId}::uuid and id = ${claim.runId}::uuid
       and status = any(${statusesBefore('claim')}::text[])
       and (status = 'awaiting_approval' or claimed_at is not null)`;
  if (rowCount === 0) return false;
  await sql`
    update missing_products
       set state = case when ${claim.externalIds}::text[] is null or external_id = any(${claim.externalIds}::text[])
                        then 'suspect' else 'kept' end
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${claim.runId}::uuid and state = 'confirmed'`;
  return true;
}
