import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';

/** From so many full runs in a row on, the store says that its listing is short: one or two pass by themselves. */
export const SHORT_RUNS_TOLD = 3;

export interface ShortListing {
  since: Date;
  /** Full runs in a row. */
  runs: number;
  /** The last of them. */
  run_id: string;
  /** For people: what it means, why, and what to do. */
  message: string;
}

/** As a store's row keeps them. */
export interface ShortRuns {
  shortRuns: number;
  shortRun: string | null;
  shortSince: Date | null;
  shortWhy: string | null;
}

/** A full run's listing was short; each run counts once. Answers how many were, in a row, or null if it was counted. */
export async function noteShortListing(sql: TenantSql, run: RunReference, why: string): Promise<number | null> {
  const { rows } = await sql<{ runs: number }>`
    update stores
       set short_runs = short_runs + 1, short_run = ${run.id}::uuid, short_since = coalesce(short_since, now()),
           short_why = ${why}::text
     where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid and short_run is distinct from ${run.id}::uuid
    returning short_runs as runs`;
  return rows[0]?.runs ?? null;
}

/** null unless the listing stays short. */
export function shortListing({
  shortRuns: runs,
  shortRun,
  shortSince: since,
  shortWhy,
}: ShortRuns): ShortListing | null {
  if (runs < SHORT_RUNS_TOLD || since === null || shortRun === null) return null;
  return {
    since,
    runs,
    run_id: shortRun,
    message: `In ${runs} full syncs in a row the store’s listing was short. While it is, deletions are not noticed: a product that the store no longer has stays active here. ${shortWhy ?? ''}`,
  };
}
