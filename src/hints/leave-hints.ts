import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { freeClaims } from './free-claims';
import { noteHintsSince } from './hints-since';
import { holdTakable } from './hold-takable';
import { IS_TAKABLE } from './takable';

/**
 * Why a run leaves what it claimed, and all else that the store told. `damage`: the store showed a change that looks like
 * it. `refused`: it takes our credentials no longer. `trouble`: it did not answer, or we could not. `cancelled`: somebody
 * wanted so.
 */
export type LeftBecause = 'damage' | 'refused' | 'trouble' | 'cancelled';

/** As long again as the news is old, so that a store that stays away is asked ever more rarely, and each hour at least. */
const PUT_OFF = { atLeastMinutes: 1, atMostMinutes: 60 };

/** Nothing is lost with a run that ends before its time: its hints stay pending, and wait for what can settle them. */
export async function leaveHints(sql: TenantSql, run: RunReference, because: LeftBecause): Promise<void> {
  const { id: runId, storeId } = run;
  await freeClaims(sql, { storeId, runId });
  if (because === 'damage') await holdTakable(sql, storeId, 'brake');
  if (because === 'refused' && (await isConnected(sql, storeId))) await holdTakable(sql, storeId, 'credentials');
  if (because === 'trouble') await putOff(sql, storeId);
  await noteHintsSince(sql, storeId);
}

/** One that was disconnected meanwhile did not refuse us: its hints wait until it is connected again. */
async function isConnected(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rowCount } = await sql`
    select from stores where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and status <> 'disconnected'`;
  return rowCount === 1;
}

async function putOff(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update webhook_events e
       set read_again_at = now() + least(greatest(now() - e.received_at, make_interval(mins => ${PUT_OFF.atLeastMinutes}::int)),
                                         make_interval(mins => ${PUT_OFF.atMostMinutes}::int))
     where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${storeId}::uuid and ${IS_TAKABLE}`;
}
