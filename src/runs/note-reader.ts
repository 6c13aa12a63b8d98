import type { TenantSql } from '../database/sql';
import type { RunReader } from '../model/run';

/** How the run reads the listing, and why it does not read it as it was meant to. */
export async function noteReader(
  sql: TenantSql,
  runId: string,
  { reader, note }: { reader: RunReader; note: string | null },
): Promise<void> {
  await sql`
    update sync_runs set reader = ${reader}::text, reader_note = ${note}::text
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid`;
}
