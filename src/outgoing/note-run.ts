import type { TenantSql } from '../database/sql';
import type { LastStatus, RunTrigger } from '../model/run';
import type { RunCounts } from '../model/run-counts';
import type { RunError } from '../model/run-errors';
import type { RunProblem } from '../model/run-problem';
import type { RunReference } from '../model/run-reference';
import { noteEvent } from './note-event';

interface EndedRun {
  status: LastStatus;
  error: RunError | null;
  problems: readonly RunProblem[];
  counts: RunCounts;
  trigger: RunTrigger;
  started_at: Date | null;
  finished_at: Date;
}

/** It has its last status: which event that is, if any, `eventOf` says. */
export async function noteRunEnded(sql: TenantSql, run: RunReference, ended: EndedRun): Promise<void> {
  const type = eventOf(run, ended);
  if (type === null) return;
  const { status, error, problems, counts, trigger, started_at, finished_at } = ended;
  const { products, variants } = counts;
  const data = { ...dataOf(run), trigger, status, error, problems, products, variants, started_at, finished_at };
  await noteEvent(sql, { type, storeId: run.storeId, data });
}

/** It waits for somebody's decision. */
export async function noteRunHeld(sql: TenantSql, run: RunReference): Promise<void> {
  const data = { ...dataOf(run), status: 'awaiting_approval' };
  await noteEvent(sql, { type: 'sync.awaiting_approval', storeId: run.storeId, data });
}

const dataOf = ({ id, storeId, platform, mode }: RunReference) => ({ run_id: id, store_id: storeId, platform, mode });

/**
 * null: nobody is told. A dry run changes nothing, another run speaks for one that was superseded, somebody asked for a
 * cancel, and lesser runs that found nothing new come every few minutes.
 */
export function eventOf(
  { mode, dryRun = false }: Pick<RunReference, 'mode' | 'dryRun'>,
  { status, error, counts }: Pick<EndedRun, 'status' | 'error' | 'counts'>,
): 'sync.completed' | 'sync.completed_with_errors' | 'sync.failed' | null {
  if (dryRun || status === 'cancelled' || error?.type === 'superseded') return null;
  if (status === 'completed' && mode !== 'full' && !hasChanged(counts)) return null;
  return `sync.${status}`;
}

function hasChanged({ products, variants }: RunCounts): boolean {
  const { created, updated, reactivated, deactivated } = products;
  return created + updated + reactivated + deactivated + variants.created + variants.updated + variants.removed > 0;
}
