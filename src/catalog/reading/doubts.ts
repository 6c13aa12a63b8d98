import { type SqlPart, sqlPart } from '../../database/sql';
import type { Doubt } from '../../model/doubt';
import type { DeactivationEvidence } from '../../model/evidence';
import type { StoreStatus } from '../../model/store-status';

/** Stores are read whole daily, or as rarely as is set for one: one run that failed is made good by the next, two are told. */
const READ_WITHIN_HOURS = 48;

/** Twice as long as may lie between two full runs of a store `s`; of a cron as far as its days tell. */
const WHOLE_WITHIN = sqlPart`
  case when s.freshness -> 'full' ? 'every' then 2 * (s.freshness -> 'full' ->> 'every')::interval
       when s.freshness -> 'full' ->> 'cron' ~ '[*] +[*] +[^ ]+ *$' then
         case when s.freshness -> 'full' ->> 'cron' ~ '[*] *$' then interval '2 days' else interval '14 days' end
       when s.freshness -> 'full' ? 'cron' then interval '62 days' end`;

/**
 * When the store was last read as its tenant wants it read: whole, or where full runs are off, also in part (by its own
 * clock, which may be ahead). Elsewhere incremental runs alone are not enough: they cannot see all that goes.
 */
const READ_AT = sqlPart`
  coalesce(case when s.freshness -> 'full' = 'null' then greatest(s.read_at, least(s.watermark, now())) else s.read_at end,
           s.watermark, s.created_at)`;

/** What the database has to say of a product's doubts; null each where there is none. */
export interface DoubtFacts {
  set_aside: { since: string; run_id: string; message: string } | null;
  held: { since: string; run_id: string; is_kept: boolean; waits: boolean; kind: DeactivationEvidence['kind'] } | null;
  unread: {
    since: string;
    run_id: string | null;
    status: StoreStatus;
    is_short: boolean;
    is_known: boolean;
    /** Incremental runs go on. */
    is_read_in_part: boolean;
  } | null;
}

/**
 * Columns of a statement that reads products `p` with their stores `s`. Selected, not joined, and asked only of stores that
 * have something set aside or held: for a page of 200 the database takes 0.5 ms more where nothing is in doubt, and a look-up
 * by a whole key a product (0.01 ms) where something is. `closed_at` is looked at afterwards: on stale statistics its partial
 * index, which has the store alone, seemed as good as the key, and a page took 5 s.
 */
export function doubtFacts(tenantId: string): SqlPart {
  return sqlPart`
    case when s.set_aside_count > 0 then (
           select case when aside.closed_at is null then json_build_object(
                    'since', aside.first_seen_at, 'run_id', aside.run_id, 'message', aside.message) end
             from rejected_products aside
            where aside.tenant_id = ${tenantId}::uuid and aside.store_id = p.store_id
              and aside.external_id = p.external_id) end as set_aside,
    case when s.braked_run is not null and p.is_active then (
           select json_build_object('since', m.checked_at, 'run_id', m.run_id, 'is_kept', m.state = 'kept',
                                    'waits', run.status = 'awaiting_approval', 'kind', m.evidence ->> 'kind')
             from missing_products m
             join sync_runs run on run.tenant_id = ${tenantId}::uuid and run.id = m.run_id
            where m.tenant_id = ${tenantId}::uuid and m.run_id = s.braked_run and m.external_id = p.external_id
              and m.state in ('confirmed', 'kept') and p.observation <= m.observation) end as held,
    case when s.status <> 'active' or s.paused_at is not null
           or ${READ_AT} < now() - greatest(make_interval(hours => ${READ_WITHIN_HOURS}::int), ${WHOLE_WITHIN})
         then json_build_object('since', ${READ_AT}, 'run_id', s.read_run,
                                'is_read_in_part', coalesce(
                                  s.watermark > now() - make_interval(hours => ${READ_WITHIN_HOURS}::int), false),
                                'status', case when s.paused_at is not null and s.status <> 'disconnected'
                                               then 'paused' else s.status end,
                                'is_short', s.short_runs > 0,
                                'is_known', coalesce(s.read_at, s.watermark) is not null) end as unread`;
}

/** In words. */
export function productDoubts(storeId: string, { set_aside, held, unread }: DoubtFacts): Doubt[] {
  const doubts: (Omit<Doubt, 'since'> & { since: string })[] = [];
  if (set_aside !== null) {
    const message = `The store’s newer state of this product could not be read: ${set_aside.message}. The catalogue keeps what it had before; every run that reads it tries again.`;
    doubts.push({ ...set_aside, type: 'set_aside', message });
  }
  if (held !== null) {
    const { since, run_id } = held;
    doubts.push({ type: 'held_by_brake', since, run_id, message: `${GONE[held.kind]} ${wordsOfHeld(held)}` });
  }
  if (unread !== null) {
    const { since, run_id } = unread;
    doubts.push({ type: 'store_not_read', since, run_id, message: wordsOfUnread(storeId, unread) });
  }
  return doubts.map((doubt) => ({ ...doubt, since: new Date(doubt.since) }));
}

const GONE: Record<DeactivationEvidence['kind'], string> = {
  not_found: 'The store says that it has no such product any more.',
  trashed: 'The store says that this product is in its bin.',
  unpublished: 'The store says that this product is not published any more.',
};

function wordsOfHeld({ run_id, waits, is_kept }: NonNullable<DoubtFacts['held']>): string {
  if (waits) {
    return `So many are gone at once that switching it off waits for somebody’s decision: POST /v1/sync-runs/${run_id}/approve or …/reject.`;
  }
  if (is_kept) return 'Somebody decided to keep it here. The next full sync finds it missing again.';
  return 'So many were gone at once that somebody had to approve it, and nobody did. The next full sync looks again.';
}

function wordsOfUnread(storeId: string, unread: NonNullable<DoubtFacts['unread']>): string {
  switch (unread.status) {
    case 'disconnected':
      return 'The store is disconnected: nothing that changes there arrives. POST /v1/stores connects it again.';
    case 'needs_attention':
      return `The store cannot be read until somebody mends it, and schedules skip it: GET /v1/stores/${storeId} says why.`;
    case 'paused':
      return `The store is paused: schedules skip it until somebody resumes it (PATCH /v1/stores/${storeId}, status active).`;
    case 'active':
      if (unread.is_short) {
        return `The store’s listing has been short since: what it shows is up to date, what was deleted there is not noticed. GET /v1/stores/${storeId} says more.`;
      }
      if (!unread.is_known) return `No sync has read the store whole: GET /v1/sync-runs?store_id=${storeId} says why.`;
      if (unread.is_read_in_part) {
        return `No full sync has read the store whole since: GET /v1/sync-runs?store_id=${storeId}&mode=full says why. What incremental syncs see is up to date; what was deleted for good, or written past the shop, is not noticed.`;
      }
      return `No sync has read the store whole since: GET /v1/sync-runs?store_id=${storeId} says why.`;
  }
}
