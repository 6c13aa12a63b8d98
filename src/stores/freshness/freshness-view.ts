import { onlyRow, type Sql } from '../../database/sql';
import type { stores } from '../../database/tables/stores';
import { CADENCE_MODES, type CadenceMode } from '../../model/freshness/cadence-modes';
import type { StoreSample } from '../../model/freshness/sample';
import type { RunStatus } from '../../model/run';
import type { Store } from '../store';
import { OVERLAP, overlapText } from './overlap';

type StoreColumns = typeof stores.$inferSelect;

interface LastRun {
  run_id: string;
  status: RunStatus;
  /** null while it is under way, or waits for an approval. */
  finished_at: string | null;
}

/** How fresh a store's products are, and what will be done about it. */
export interface FreshnessView {
  watermark: string | null;
  last: Record<CadenceMode, LastRun | null>;
  next: Record<CadenceMode, string | null>;
  last_checked_at: string | null;
  /** How long before the watermark is read again, and how much of it full runs added. */
  overlap: string;
  widened_overlap: string | null;
  found_only_by_full: { products: number; last_at: string | null };
  /** null: none was taken yet. */
  sample: StoreSample | null;
  full_wanted: { since: string; why: string | null; message: string } | null;
  failed_looks: FailedLooks | null;
}

interface FailedLooks {
  count: number;
  since: string;
  error: { type: string; message: string } | null;
  next_look_at: string | null;
  message: string;
}

interface FreshnessRow {
  watermark: Date | null;
  next_full_at: Date | null;
  next_incremental_at: Date | null;
  next_inventory_at: Date | null;
  next_prices_at: Date | null;
  last_checked_at: Date | null;
  overlap_seconds: number;
  widened_overlap: number;
  found_only_by_full: number;
  found_only_by_full_at: Date | null;
  sample: StoreSample | null;
  full_wanted_at: Date | null;
  full_wanted_why: string | null;
  look_after: Date | null;
  failed_looks: number;
  failed_looks_since: Date | null;
  failed_look: StoreColumns['failedLook'];
}

/** Of a store that was just read. */
export async function readFreshness(sql: Sql, { tenantId, id, status }: Store): Promise<FreshnessView> {
  const { rows } = await sql<FreshnessRow>`
    select watermark, next_full_at, next_incremental_at, next_inventory_at, next_prices_at, last_checked_at,
           extract(epoch from ${OVERLAP})::int as overlap_seconds, widened_overlap,
           found_only_by_full, found_only_by_full_at, sample, full_wanted_at, full_wanted_why,
           look_after, failed_looks, failed_looks_since, failed_look
      from stores
     where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
  const row = onlyRow(rows);
  const isPaused = status === 'paused';
  return {
    watermark: textOf(row.watermark),
    last: await lastRuns(sql, { tenantId, id }),
    next: {
      full: textOf(row.next_full_at),
      incremental: textOf(row.next_incremental_at),
      inventory: textOf(row.next_inventory_at),
      prices: textOf(row.next_prices_at),
    },
    last_checked_at: textOf(row.last_checked_at),
    overlap: overlapText(row.overlap_seconds),
    widened_overlap: row.widened_overlap === 0 ? null : overlapText(row.widened_overlap * 60),
    found_only_by_full: { products: row.found_only_by_full, last_at: textOf(row.found_only_by_full_at) },
    sample: row.sample,
    full_wanted: fullWanted(row, isPaused),
    failed_looks: failedLooks(row),
  };
}

/**
 * Of each mode, the one that was asked for last; a dry run reads as well, and brings nothing up to date. By the mode's own
 * index: with `mode = …` the database went through all runs from the newest on, for a mode that never ran to the first.
 */
export async function lastRuns(
  sql: Sql,
  { tenantId, id }: Pick<Store, 'tenantId' | 'id'>,
): Promise<FreshnessView['last']> {
  const { rows } = await sql<{ mode: CadenceMode; id: string; status: RunStatus; finished_at: Date | null }>`
    select asked.mode, run.id, run.status, run.finished_at
      from unnest(${CADENCE_MODES}::text[]) asked (mode)
     cross join lateral (
           select id, status, finished_at
             from sync_runs
            where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid and not dry_run
              and mode between asked.mode and asked.mode
            order by mode desc, queued_at desc
            limit 1) run`;
  const runOf = (mode: CadenceMode): LastRun | null => {
    const run = rows.find((each) => each.mode === mode);
    return run === undefined ? null : { run_id: run.id, status: run.status, finished_at: textOf(run.finished_at) };
  };
  return {
    full: runOf('full'),
    incremental: runOf('incremental'),
    inventory: runOf('inventory'),
    prices: runOf('prices'),
  };
}

function fullWanted(
  { full_wanted_at: since, full_wanted_why: why }: FreshnessRow,
  isPaused: boolean,
): FreshnessView['full_wanted'] {
  if (since === null) return null;
  const when = isPaused
    ? 'A full sync is to be made once the store is resumed'
    : 'A full sync is to be made next, whatever its cadence';
  return { since: since.toISOString(), why, message: `${when}${why === null ? '' : `: ${why}`}` };
}

function failedLooks(row: FreshnessRow): FailedLooks | null {
  const { failed_looks: count, failed_looks_since: since, failed_look: error, look_after: next } = row;
  if (count === 0 || since === null) return null;
  const times = count === 1 ? 'once' : `${count} times in a row`;
  const reason = error === null ? '' : ` The last time: ${error.message.replace(/\.$/, '')}.`;
  const again = next === null ? '' : ` It is asked again at ${next.toISOString()}.`;
  return {
    count,
    since: since.toISOString(),
    error: error === null ? null : { type: error.type, message: error.message },
    next_look_at: textOf(next),
    message: `The store was asked for news ${times} and did not answer as it should.${reason}${again}`,
  };
}

const textOf = (at: Date | null): string | null => at?.toISOString() ?? null;
