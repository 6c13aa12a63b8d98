import type { TenantSql } from '../database/sql';
import { noteHintsSince } from './hints-since';
import { type PutBack, putBack } from './put-back';

/** Puts back what a run claimed and will not settle. Answers how many hints that were. */
export async function freeClaims(
  sql: TenantSql,
  { storeId, runId }: { storeId: string; runId: string },
  how: PutBack = {},
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from webhook_events
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and state = 'pending'
       and claimed_by = ${runId}::uuid`;
  await putBack(
    sql,
    storeId,
    rows.map(({ id }) => id),
    how,
  );
  await noteHintsSince(sql, storeId);
  return rows.length;
}
