import type { TenantSql } from '../database/sql';

export interface MergedSoFar {
  seen: number;
  /** Of the batch: where to go on after its last merged page; absent when none of its pages was merged. */
  resume: { cursor: string | null } | null;
}

/** What a run's manifest says in the middle of the run. */
export async function mergedSoFar(sql: TenantSql, runId: string, batchId: string): Promise<MergedSoFar> {
  const { rows } = await sql<{ seen: number; in_batch: number; cursor: string | null }>`
    select coalesce(sum(cardinality(external_ids) + cardinality(rejected_ids)), 0)::int as seen,
           count(*) filter (where batch_id = ${batchId}::uuid)::int as in_batch,
           (array_agg(next_cursor order by page desc) filter (where batch_id = ${batchId}::uuid))[1] as cursor
      from sync_pages
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid`;
  const row = rows[0] as { seen: number; in_batch: number; cursor: string | null };
  return { seen: row.seen, resume: row.in_batch === 0 ? null : { cursor: row.cursor } };
}
