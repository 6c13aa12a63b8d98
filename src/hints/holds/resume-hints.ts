import type { TenantSql } from '../../database/sql';
import { bringFullForward } from '../../stores/freshness/full-wanted';
import { noteHintsSince } from '../hints-since';
import { IS_WAITING } from '../takable';

/** After so long a full run tells more than hints, some of which the store may have given up on. */
const LONG_HOURS = 24;

/**
 * A store goes on after a pause, and with it what it told meanwhile. After a long one its full run is brought forward, which
 * news of changes is left to; what went goes by id beside it. Answers whether somebody should be told at once.
 */
export async function resumeHints(sql: TenantSql, storeId: string, pausedAt: Date): Promise<boolean> {
  const { rowCount: waiting } = await sql`
    select from webhook_events e
     where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${storeId}::uuid and e.state = 'pending' limit 1`;
  if (waiting === 0) return false;
  const { rows } = await sql<{ isLong: boolean }>`
    select ${pausedAt}::timestamptz < now() - make_interval(hours => ${LONG_HOURS}::int) as "isLong"`;
  if (rows[0]?.isLong) {
    await bringFullForward(sql, storeId, 'It was paused for more than a day, and told of changes meanwhile.');
    await sql`
      update webhook_events e set held_by = 'storm'
       where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${storeId}::uuid and e.news = 'changed'
         and ${IS_WAITING}`;
  }
  await noteHintsSince(sql, storeId);
  return true;
}
