import type { TenantSql } from '../../database/sql';

export interface BulkLinesSoFar {
  /** The next line's number. */
  next: number;
  bytes: number;
}

/** How far a run's bulk file is in the database. */
export async function bulkLinesSoFar(sql: TenantSql, runId: string): Promise<BulkLinesSoFar> {
  const { rows } = await sql<BulkLinesSoFar>`
    select line + 1 as next, ends_at as bytes
      from bulk_lines
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid
     order by line desc
     limit 1`;
  return rows[0] ?? { next: 0, bytes: 0 };
}
