import type { TenantSql } from '../database/sql';

/** A lesser run that has to read everything is a full one from here on. */
export async function turnFull(sql: TenantSql, runId: string): Promise<void> {
  await sql`
    update sync_runs set mode = 'full'
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid and finished_at is null`;
}
