import {
  ApplicationFailure,
  CancellationScope,
  continueAsNew,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import { storeLabel } from '../model/one-line';
import { isLesser, type LastStatus, leanModeOf } from '../model/run';
import type { RunCounts } from '../model/run-counts';
import type { RunError } from '../model/run-errors';
import type { RunReference } from '../model/run-reference';
import type { RunSummary, SyncProductsInput } from '../model/workflow-inputs';
import { catalog } from './activities';
import { named } from './named';
import { askForApproval } from './steps/ask-for-approval';
import { closeRun } from './steps/close-run';
import { type Controls, handleControls } from './steps/controls';
import { noteRun } from './steps/note-run';
import { readListing } from './steps/read-listing';
import { readWaiting } from './steps/read-waiting';
import { refreshListed } from './steps/refresh-listed';
import { reportToSweep } from './steps/report-to-sweep';
import { cancellationOf, runErrorOf } from './steps/run-error';
import { freshState, phaseToGoOnIn, type RunState, turnFull } from './steps/run-state';
import { settleLean } from './steps/settle-lean';
import { settleMissing } from './steps/settle-missing';

/**
 * Makes the catalogue of one store equal to the store. It runs once at a time for a store: its workflow id is the lock
 * (I3). With mode `refresh` it reads some products again, and a dry run only looks, beside whatever else runs.
 */
export async function SyncProductsWorkflow(input: SyncProductsInput, carried?: RunState): Promise<RunSummary> {
  const { firstExecutionRunId: runId } = workflowInfo();
  const state = carried ?? freshState();
  const control = handleControls(input, state);
  const run = referenceOf(input, runId);
  if (state.turnedFull) turnFull(run, state);

  const end = await untilItEnds(input, run, state, control);
  if (end === 'history_full') return continueAsNew<typeof SyncProductsWorkflow>(input, state);
  control.showStatus(end.status);
  await reportToSweep({ storeId: run.storeId, status: end.status, errorType: null });
  return { runId, ...end, error: null };
}

type End = { status: LastStatus | 'awaiting_approval'; counts: RunCounts | null } | 'history_full';

/** Tries until the run ended, one way or another. A run that failed or was cancelled is that in Temporal too. */
async function untilItEnds(
  input: SyncProductsInput,
  run: RunReference,
  state: RunState,
  control: Controls,
): Promise<End> {
  try {
    for (;;) {
      try {
        return await oneTry(input, run, state, control);
      } catch (error) {
        const cancellation = cancellationOf(error);
        if (cancellation !== null) throw cancellation;
        const { isFinal, ...runError } = runErrorOf(error);
        if (isFinal || !(await waitForNextTry(run, state, control, runError))) {
          const counts = await CancellationScope.nonCancellable(() => closeAs(run, control, 'failed', runError));
          throw ApplicationFailure.nonRetryable(runError.message, runError.type, { runId: run.id, counts });
        }
      }
    }
  } catch (error) {
    // Also from the wait between two tries.
    if (isCancellation(error))
      await CancellationScope.nonCancellable(() =>
        closeAs(run, control, 'cancelled', state.isSuperseded ? SUPERSEDED : null),
      );
    throw error;
  }
}

async function oneTry(input: SyncProductsInput, run: RunReference, state: RunState, control: Controls): Promise<End> {
  const phase = phaseToGoOnIn(state);
  control.show(phase);
  const open = named(`${storeLabel(input.storeName)}, try ${state.attempt}`, catalog.openRun);
  const opened = await open({ input, run, attempt: state.attempt, phase });
  state.retryDelays = opened.retryDelays;
  state.searchAttributes = opened.searchAttributes;
  state.changedSince = opened.changedSince ?? null;
  control.showStatus('running');

  if (input.mode === 'refresh') {
    await refreshListed(run, state, control, input.externalIds ?? []);
    return closeRun({ run, end: { kind: 'read', whole: true, empty: false } });
  }
  if ((await readListing(run, state, control)) === 'history_full') return 'history_full';
  if (leanModeOf(run.mode) !== null) {
    const read = await settleLean(run, state, control);
    control.show('closing');
    return closeRun({ run, end: { kind: 'read', ...read } });
  }
  const { whole, empty, gaps = [], held } = await settleMissing(run, state, control);
  if (run.mode === 'incremental' && !run.dryRun) await readWaiting(run, state, control);
  // Of what the brake holds only a full run asks somebody.
  if (held && run.mode === 'full') {
    const currency = state.listing?.currency ?? '';
    const waiting = { currency, emptyListing: empty, waitMs: opened.approvalMs };
    return { status: 'awaiting_approval', counts: await askForApproval(input, run, waiting) };
  }
  control.show('closing');
  return closeRun({ run, end: { kind: 'read', whole, empty, gaps } });
}

/** False when the run has no try left. The wait is durable, and ends early when somebody asks for a sync by hand. */
async function waitForNextTry(
  run: RunReference,
  state: RunState,
  control: Controls,
  error: RunError,
): Promise<boolean> {
  const delay = state.retryDelays[state.attempt - 1];
  // The next due time is the retry of a lesser run.
  if (delay === undefined || isLesser(run.mode)) return false;
  state.attempt += 1;
  // What the store said of itself just after the listing is old news when the run goes on.
  if (state.listing !== null) state.listing.announcedAtEnd = null;
  const waitMs = Math.round(delay * (0.9 + 0.2 * Math.random()));
  // First, because whoever reads in the row that the run waits may end the wait at once.
  control.show('waiting_to_retry');
  await noteRun({ run, note: 'retry', error, waitMs, nextAttempt: state.attempt });
  await reportToSweep({ storeId: run.storeId, status: 'waiting_to_retry', errorType: error.type });
  await control.waitToRetry(waitMs);
  return true;
}

const SUPERSEDED: RunError = {
  type: 'superseded',
  message: 'A full sync of the store was asked for meanwhile and took the place of this one. What it merged stays.',
};

async function closeAs(
  run: RunReference,
  control: Controls,
  status: 'failed' | 'cancelled',
  error: RunError | null,
): Promise<RunCounts | null> {
  const { counts } = await closeRun({ run, end: { kind: 'ended', status, error } });
  control.showStatus(status);
  await reportToSweep({ storeId: run.storeId, status, errorType: error?.type ?? null });
  return counts;
}

function referenceOf(input: SyncProductsInput, id: string): RunReference {
  const { tenantId, storeId, platform, mode, dryRun = false, accepted = [] } = input;
  return { id, tenantId, storeId, platform, mode, fenced: mode !== 'refresh' && !dryRun, dryRun, accepted };
}
