import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { LastStatus } from '../model/run';
import type { RunError } from '../model/run-errors';
import type { RunReference } from '../model/run-reference';
import type { ApproveDeactivationInput, RunSummary } from '../model/workflow-inputs';
import { bookkeeping } from './activities';
import { approveUpdate, rejectUpdate, supersededSignal } from './messages';
import { named } from './named';
import { closeRun } from './steps/close-run';
import { cancellationOf, runErrorOf } from './steps/run-error';
import { freshState } from './steps/run-state';
import { confirmAndDeactivate } from './steps/settle-missing';

type Decided = 'approved' | 'rejected' | 'superseded' | 'expired';

const EXPIRED: RunError = {
  type: 'approval_expired',
  message: 'Nobody decided in time. The missing products stay as they are; the next full sync looks again.',
};

/**
 * Waits up to 7 days for somebody's decision about the products that a run found gone, then carries it out: the store
 * is asked once more about each before anything is switched off (I1).
 */
export async function ApproveDeactivationWorkflow(input: ApproveDeactivationInput): Promise<RunSummary> {
  const run = referenceOf(input);
  const decision = await waitForDecision(run, input.waitMs);
  if (decision === 'superseded') return superseded(run);
  if (decision === 'expired') {
    const isOurs = await named('nobody decided in time', bookkeeping.claimApproval)({ run, externalIds: [] });
    return isOurs ? end(run, 'completed_with_errors', EXPIRED) : superseded(run);
  }
  if (decision === 'rejected') return end(run, 'completed_with_errors', null);

  try {
    setCurrentDetails('approved: the store is asked once more, then the products are switched off');
    const { currency, emptyListing } = input;
    await confirmAndDeactivate(run, freshState(), null, { currency, emptyListing, approved: true });
  } catch (error) {
    const cancellation = cancellationOf(error);
    if (cancellation !== null) {
      await CancellationScope.nonCancellable(() => end(run, 'cancelled', null));
      throw cancellation;
    }
    const { isFinal: _, ...runError } = runErrorOf(error);
    return end(run, 'completed_with_errors', runError);
  }
  const closed = await closeRun({ run, end: { kind: 'read', whole: true, empty: input.emptyListing } });
  return { runId: run.id, ...closed, error: null };
}

/**
 * Exactly one decision is taken: here the first one, and against a later run of the store by a compare-and-set on the
 * run's row, the claim. One claim at a time, so that a claim that is made again after a crash knows itself.
 */
async function waitForDecision(run: RunReference, waitMs: number): Promise<Decided> {
  let decided: Decided | null = null;
  let isClaiming = false;
  const claim = async (decision: Decided, externalIds: string[] | null) => {
    if (decided !== null || isClaiming) throw notWaiting(run);
    isClaiming = true;
    try {
      if (!(await named(decision, bookkeeping.claimApproval)({ run, externalIds }))) throw notWaiting(run);
      decided = decision;
      return { accepted: true } as const;
    } finally {
      isClaiming = false;
    }
  };
  setHandler(approveUpdate, ({ externalIds }) => claim('approved', externalIds ?? null));
  setHandler(rejectUpdate, () => claim('rejected', []));
  setHandler(supersededSignal, () => {
    decided ??= 'superseded';
  });
  setCurrentDetails('**awaiting approval** · update `approve` or `reject`');
  try {
    await condition(() => decided !== null, waitMs, { summary: 'until the decision is overdue' });
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => end(run, 'cancelled', null));
    throw error;
  }
  await condition(allHandlersFinished);
  decided ??= 'expired';
  return decided;
}

function notWaiting(run: RunReference): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`Run ${run.id} does not wait for a decision any more`, 'not_waiting');
}

async function end(run: RunReference, status: LastStatus, error: RunError | null): Promise<RunSummary> {
  const closed = await closeRun({ run, end: { kind: 'ended', status, error } });
  return { runId: run.id, ...closed, error };
}

/** A later run took its place, and closed its row. */
function superseded({ id }: RunReference): RunSummary {
  return { runId: id, status: 'superseded', error: null, counts: null };
}

/** Beside the store's next runs: without the fence, under the store's lock and the order of observations (I12). */
function referenceOf({ runId, tenantId, storeId, platform }: ApproveDeactivationInput): RunReference {
  return { id: runId, tenantId, storeId, platform, mode: 'full', fenced: false };
}
