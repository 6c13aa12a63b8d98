import { and, eq } from 'drizzle-orm';
import { sqlPart, type TenantSql } from '../database/sql';
import { stores } from '../database/tables/stores';
import { CADENCE_MODES, type CadenceMode } from '../model/freshness/cadence-modes';
import { LEAN_MODES, type LeanMode } from '../model/freshness/lean-product';
import type { WebhookWish } from '../model/webhooks/webhook-states';
import { whyNotLean } from './abilities';
import { type FreshnessFault, patchFreshness } from './freshness/patch-freshness';
import { placeNext } from './freshness/place-next';
import type { Cadence, Freshness, FreshnessPatch } from './freshness/settings';
import { STORE_LIST, type Store, type StoreRow, storeOf } from './store';
import type { StoreSettingsPatch } from './store-settings';
import { askForLook, askForRemoval } from './webhooks/registration';

export interface StorePatch {
  name?: string | undefined;
  settings?:
    | (StoreSettingsPatch & { freshness?: FreshnessPatch | undefined; webhooks?: WebhookWish | undefined })
    | undefined;
  /** `paused` until it is `active` again: whatever the store is like meanwhile. */
  status?: 'paused' | 'active' | undefined;
}

export type PatchedStore =
  /** `pausedAt`: it goes on, and since when it had not. */
  | { kind: 'patched'; store: Store; pausedAt: Date | null }
  | { kind: 'not_found' }
  /** There is nothing to pause: it is connected again first. */
  | { kind: 'disconnected' }
  | { kind: 'refused'; faults: FreshnessFault[] }
  /** It cannot list that group of fields by itself; why, for people. */
  | { kind: 'unable'; mode: LeanMode; why: string };

/**
 * Changes what is given, inside the settings too. Modes that are wanted at other times than before are placed anew; a
 * store that goes on after a pause keeps its places, and what was missed is due at once.
 */
export async function patchStore(
  sql: TenantSql,
  storeId: string,
  { name, settings = {}, status }: StorePatch,
): Promise<PatchedStore> {
  // What is changed here is read first; runs write other columns of the row meanwhile, and keep their foreign keys.
  const [before] = await sql.db
    .select({
      status: stores.status,
      pausedAt: stores.pausedAt,
      freshness: stores.freshness,
      platform: stores.platform,
      webhooks: stores.webhooks,
    })
    .from(stores)
    .where(and(eq(stores.tenantId, sql.tenantId), eq(stores.id, storeId)))
    .for('no key update');
  if (before === undefined) return { kind: 'not_found' };
  if (status !== undefined && before.status === 'disconnected') return { kind: 'disconnected' };
  const patched = patchFreshness(before.freshness, settings.freshness ?? {});
  if (patched.kind === 'refused') return patched;
  const wanted = LEAN_MODES.find((mode) => isTurnedOn(settings.freshness?.[mode], patched.freshness[mode]));
  const why = wanted === undefined ? null : await whyNotLean(sql, { id: storeId, platform: before.platform });
  if (wanted !== undefined && why !== null) return { kind: 'unable', mode: wanted, why };

  const modes = placedAnew(patched.before, patched.freshness);
  const isWantedAnew = modes.some((mode) => mode === 'full' || mode === 'incremental');
  const isCountedAnew = sqlPart`(${isWantedAnew}::boolean or (${status ?? null}::text = 'active' and paused_at is not null))`;

  const { rows } = await sql<StoreRow>`
    update stores
       set name = coalesce(${name ?? null}::text, name),
           settings = jsonb_build_object(
             'deactivation_brake',
             coalesce(settings -> 'deactivation_brake', '{}') || ${JSON.stringify(settings.deactivation_brake ?? {})}::jsonb,
             'suspicious_change',
             coalesce(settings -> 'suspicious_change', '{}') || ${JSON.stringify(settings.suspicious_change ?? {})}::jsonb,
             'bulk_above',
             coalesce(settings -> 'bulk_above', '{}') || ${JSON.stringify(settings.bulk_above ?? {})}::jsonb,
             'hint_storm',
             coalesce(settings -> 'hint_storm', '{}') || ${JSON.stringify(settings.hint_storm ?? {})}::jsonb),
           freshness = ${JSON.stringify(patched.kept)}::jsonb,
           webhooks = coalesce(${settings.webhooks ?? null}::text, webhooks),
           paused_at = case ${status ?? null}::text when 'paused' then coalesce(paused_at, now())
                                                    when 'active' then null else paused_at end,
           late_from = case when ${isCountedAnew} then now() else late_from end,
           late_at = case when ${isCountedAnew} then null else late_at end,
           updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid
       and id = ${storeId}::uuid
    returning ${STORE_LIST}`;
  const [row] = rows;
  if (row === undefined) throw new Error(`store ${storeId} is gone while its row is locked`);
  if (modes.length > 0 || status === 'active') await placeNext(sql, row, { after: new Date(), modes });
  const store = storeOf(row);
  if (store.webhooks !== before.webhooks) await noteWish(sql, store);
  return { kind: 'patched', store, pausedAt: status === 'active' ? before.pausedAt : null };
}

/** One that was turned on before may be paused or turned off, whatever the store can do by now. */
const isTurnedOn = (change: unknown, cadence: Cadence | null): boolean =>
  change !== undefined && cadence !== null && !cadence.paused;

/** Of a store that is not connected nothing is looked after, whatever is wanted; connecting it again asks for the look. */
async function noteWish(sql: TenantSql, { id, status, webhooks }: Store): Promise<void> {
  if (status === 'disconnected') return;
  if (webhooks === 'off') await askForRemoval(sql, id);
  else await askForLook(sql, id);
}

function placedAnew(before: Freshness, after: Freshness): CadenceMode[] {
  const timesOf = ({ time_zone, quiet_hours, ...cadences }: Freshness, mode: CadenceMode) =>
    JSON.stringify([cadences[mode] ?? null, time_zone, quiet_hours?.modes.includes(mode) ? quiet_hours : null]);
  return CADENCE_MODES.filter((mode) => timesOf(before, mode) !== timesOf(after, mode));
}
