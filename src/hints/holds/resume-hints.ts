import { onlyRow, type TenantSql } from '../../database/sql';
import { bringFullForward } from '../../stores/freshness/full-wanted';
import { hintsWait, noteHintsSince } from '../hints-since';
import { IS_WAITING } from '../takable';

/** After so long a full run tells more than hints, some of which the store may have given up on. */
const LONG_HOURS = 24;

/**
 * A store goes on after a pause, and with it what it told meanwhile. After a long one its full run is brought forward, which
 * news of changes is left to; what went goes by id beside it. Answers whether somebody should be told at once.
 */
export async function resumeHints(sql: TenantSql, storeId: string, pausedAt: Date): Promise<boolean> {
  const { rows } = await sql<{ isLong: boolean }>`
    select ${pausedAt}::timestamptz < now() - make_interval(hours => ${LONG_HOURS}::int) as "isLong"`;
  if (onlyRow(rows).isLong) {
    await bringFullForward(sql, storeId, 'It was paused for more than a day.');
    await sql`
      update webhook_events e set held_by = 'storm'
       where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${storeId}::uuid and e.news = 'changed'
         and ${IS_WAITING}`;
  }
  // Also where there seems to be none: a delivery that saw the pause may not be committed yet, and rings nobody.
  await noteHintsSince(sql, storeId);
  return hintsWait(sql, storeId);
}
