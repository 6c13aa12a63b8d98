import type { TenantSql } from '../database/sql';

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
export async function claimApproval(sql: TenantSql, claim: Claim): Promise<boolean> {
  const { rowCount } = await sql`
    update sync_runs set status = 'running', phase = 'confirming', claimed_at = coalesce(claimed_at, now())
     where tenant_id = ${sql.tenantId}::uuid and id = ${claim.runId}::uuid and finished_at is null
       and (status = 'awaiting_approval' or claimed_at is not null)`;
  if (rowCount === 0) return false;
  await sql`
    update missing_products
       set state = case when ${claim.externalIds}::text[] is null or external_id = any(${claim.externalIds}::text[])
                        then 'suspect' else 'kept' end
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${claim.runId}::uuid and state = 'confirmed'`;
  return true;
}
