import { closeAbsentRejected } from '../catalog/rejected/close-rejected';
import { clearBulkLines } from '../catalog/staging/bulk-lines';
import type { TenantSql } from '../database/sql';
import { settleHeld } from '../hints/holds/settle-held';
import type { RunEnd } from '../model/listing';
import type { LastStatus } from '../model/run';
import type { RunCounts } from '../model/run-counts';
import { BRAKES, RUN_ERRORS } from '../model/run-errors';
import { type RunReference, stopsAtDamage } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import { forgetBraked } from '../runs/approval';
import { closeRunRow } from '../runs/close-run-row';
import { noteDestroyedFoundOnlyByFull } from '../runs/found-only-by-full';
import { lookByFullRun } from '../runs/full-by-lesser';
import { listingShort } from '../runs/listing-short';
import { noteWholeListing } from '../runs/note-whole-listing';
import { outcomeOf } from '../runs/run-outcome';
import { doubtsOf, problemsOf } from '../runs/run-problems';
import { settleWantedFull, type WishBecame } from '../stores/freshness/full-wanted';
import { lockStore } from '../stores/lock-store';
import { noteShortListing, SHORT_RUNS_TOLD } from '../stores/short-listing';
import { clearAttention } from '../stores/update-store';
import type { Dependencies } from './dependencies';
import { ringForReleased } from './hints/ring-for-released';
import { executionIdOf, logFieldsOf } from './run-context';
import type { KeptReaders } from './store/kept-readers';
import { noteTraffic } from './store/traffic';

export interface CloseRunInput {
  run: RunReference;
  end: RunEnd;
}

export interface ClosedRun {
  status: LastStatus;
  counts: RunCounts;
}

/** Gives the run its last status (I2), its counts and its log entry. */
export const closeRun = (dependencies: Dependencies, readers: KeptReaders) =>
  async function closeRun({ run, end }: CloseRunInput): Promise<ClosedRun> {
    const { database, logger, platforms } = dependencies;
    const executionId = executionIdOf(run);
    faultPoint('run-closing');
    await readers.drop(run.id);
    await noteTraffic(dependencies, run);
    const { closed, shortRuns, releasedHints } = await database.withTenant(run.tenantId, async (sql) => {
      await lockStore(sql, run.storeId);
      const doubts = await doubtsOf(sql, run.id);
      const listing = end.kind === 'read' ? end : null;
      const status = end.kind === 'read' ? outcomeOf(doubts, end) : end.status;
      const error = end.kind === 'read' ? null : end.error;
      const problems = status === 'completed' ? [] : problemsOf(doubts, listing, error);
      const short = listing === null || !isTruth(run) ? null : listingShort(doubts, listing);
      const shortRuns = short === null ? null : await noteShortListing(sql, run, short.why);
      // Only a run that read the store speaks for it: a decision, or none, may come days after the store was refused. A
      // stretch of refreshing ends long after its last answer, and with the store refused meanwhile.
      if (end.kind === 'read' && !run.dryRun && !run.byHints) await clearAttention(sql, run.storeId);
      if (hasSeenAll(run, end)) await closeAbsentRejected(sql, run);
      if (isTruth(run) && listing?.whole) await forgetBraked(sql, run);
      // An empty listing is believed once each product is known to be gone.
      if (end.kind === 'read' && end.empty && status === 'completed') await noteWholeListing(sql, run, 0);
      if (run.mode === 'full' && end.kind === 'read' && !platforms[run.platform].tellsOfDestroyed) {
        await noteDestroyedFoundOnlyByFull(sql, run);
      }
      await settleWishes(sql, run, end);
      const releasedHints = await settleHeld(sql, run, end);
      const counts = await closeRunRow(sql, run, { status, error, problems, executionId, byApproval: isApproval(run) });
      return { closed: { status, error, counts }, shortRuns, releasedHints };
    });
    // After all else: lines of a run that ended before it had merged them.
    await clearBulkLines(database, run);
    if (releasedHints > 0) await ringForReleased(dependencies, run);
    faultPoint('run-closed');
    logger[closed.status === 'failed' ? 'error' : 'info']({ ...logFieldsOf(run), ...closed }, 'run closed');
    if (shortRuns !== null && shortRuns >= SHORT_RUNS_TOLD) {
      logger.warn({ ...logFieldsOf(run), shortRuns }, 'the listing stays short: deletions are not noticed');
    }
    return { status: closed.status, counts: closed.counts };
  };

/** Only a full run's own listing tells what the store has; a lesser one is a part, an approval reads none. */
const isTruth = (run: RunReference) => run.fenced && run.mode === 'full';

/** Beside the store's other runs, for one that waited for it. */
const isApproval = ({ fenced, mode, dryRun = false }: RunReference) => !fenced && mode === 'full' && !dryRun;

/** Of a full run whatever its cadence says. */
async function settleWishes(sql: TenantSql, run: RunReference, end: RunEnd): Promise<void> {
  if (!stopsAtDamage(run)) return;
  if (run.mode === 'full') await settleWantedFull(sql, run, becameOf(end));
  else if (end.kind === 'ended' && end.error?.type === 'suspicious_change') await lookByFullRun(sql, run);
}

/** What the end of a full run means for the wish for one. */
export function becameOf(end: RunEnd): WishBecame {
  // What it was wanted for may be what a part does not show. A hold for an approval has settled it already.
  if (end.kind === 'read') return end.whole ? 'read' : 'left';
  const { error, status } = end;
  if (error === null) return status === 'cancelled' ? 'left' : 'failed';
  if (BRAKES.some((brake) => brake === error.type)) return 'refused';
  // Another run has taken over: the wish is its own to settle.
  if (error.type === 'superseded') return 'failed';
  const isFinal = RUN_ERRORS[error.type].retried === 'never' || error.problem !== undefined;
  return isFinal || status === 'cancelled' ? 'left' : 'failed';
}

/** An empty listing of a store that had products is a claim, however whole it says it is. */
function hasSeenAll(run: RunReference, end: RunEnd): boolean {
  return end.kind === 'read' && end.whole && !end.empty && run.mode === 'full' && !run.dryRun;
}
