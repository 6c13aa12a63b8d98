import type { TenantSql } from '../../database/sql';

export interface BulkLineCounts {
  lines: number;
  roots: number;
}

/** What is really there: a database that crashed in the middle of a download has lost the lines before. */
export async function countBulkLines(sql: TenantSql, runId: string): Promise<BulkLineCounts> {
  const { rows } = await sql<BulkLineCounts>`
    select count(*) as lines, count(*) filter (where parent_gid is null) as roots
      from bulk_lines
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid`;
  return rows[0] as BulkLineCounts;
}
