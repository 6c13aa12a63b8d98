import type { TenantSql } from '../database/sql';
import type { HintNews } from '../model/webhooks/hints';
import { noteHintsSince } from './hints-since';
import { type PutBack, putBack } from './put-back';

/** Puts back what a run claimed and will not settle, or its news of one kind alone. Answers how many hints that were. */
export async function freeClaims(
  sql: TenantSql,
  { storeId, runId, news = null }: { storeId: string; runId: string; news?: HintNews | null },
  how: PutBack = {},
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from webhook_events
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and state = 'pending'
       and claimed_by = ${runId}::uuid and (${news}::text is null or news = ${news}::text)`;
  await putBack(
    sql,
    storeId,
    rows.map(({ id }) => id),
    how,
  );
  await noteHintsSince(sql, storeId);
  return rows.length;
}
