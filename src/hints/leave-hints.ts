import { type SqlPart, sqlPart, type TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { lookByFullRun } from '../runs/full-by-lesser';
import { WAITS_AS_OLD } from '../stores/webhooks/waits-as-old';
import { freeClaims } from './free-claims';
import { noteHintsSince } from './hints-since';
import { holdTakable } from './hold-takable';
import { IS_TAKABLE } from './takable';

/**
 * Why a run leaves what it claimed, and all else that the store told. `damage`: the store showed a change that looks like
 * it, in what was claimed. `refused`: it takes our credentials no longer. `trouble`: it did not answer, or we could not. `cancelled`: somebody
 * wanted so.
 */
export type LeftBecause = 'damage' | 'refused' | 'trouble' | 'cancelled';

/** Nothing is lost with a run that ends before its time: its hints stay pending, and wait for what can settle them. */
export async function leaveHints(sql: TenantSql, run: RunReference, because: LeftBecause): Promise<void> {
  const { id: runId, storeId } = run;
  if (because === 'damage') {
    // What is held waits for this full run: written with the hold, as somebody may end the run before it is closed.
    await lookByFullRun(sql, run);
    await freeClaims(sql, { storeId, runId, news: 'changed' }, { heldBy: 'brake' });
  }
  const left = await claimedBy(sql, run);
  await freeClaims(sql, { storeId, runId });
  // What went is switched off by its own id, whatever else looks like damage. It waits, as it may meet the same again.
  if (because === 'damage') await putOff(sql, storeId, sqlPart`e.id = any(${left}::uuid[])`);
  if (because === 'refused' && (await needsAttention(sql, storeId))) await holdTakable(sql, storeId, 'credentials');
  if (because === 'trouble') await putOff(sql, storeId, IS_TAKABLE);
  await noteHintsSince(sql, storeId);
}

/** One that was connected again meanwhile, or disconnected, does not refuse us: its hints wait for nobody's look. */
async function needsAttention(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rowCount } = await sql`
    select from stores where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and status = 'needs_attention'`;
  return rowCount === 1;
}

async function claimedBy(sql: TenantSql, { id, storeId }: RunReference): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from webhook_events
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and state = 'pending'
       and claimed_by = ${id}::uuid`;
  return rows.map((row) => row.id);
}

async function putOff(sql: TenantSql, storeId: string, which: SqlPart): Promise<void> {
  await sql`
    update webhook_events e
       set read_again_at = ${WAITS_AS_OLD}
     where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${storeId}::uuid and e.state = 'pending'
       and ${which}`;
}
