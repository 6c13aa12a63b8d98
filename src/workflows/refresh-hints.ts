import {
  ApplicationFailure,
  CancellationScope,
  continueAsNew,
  patched,
  sleep,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { storeLabel } from '../model/one-line';
import { RUN_ERRORS, type RunError } from '../model/run-errors';
import type { RunReference } from '../model/run-reference';
import type { RefreshHintsInput, RunSummary, SyncProductsInput } from '../model/workflow-inputs';
import { bookkeeping, catalog } from './activities';
import { named } from './named';
import { HINTS } from './retry-policies';
import { closeRun } from './steps/close-run';
import { type Controls, handleControls } from './steps/controls';
import { type Doorbell, listenForDoorbell } from './steps/hints/doorbell';
import { refreshBatch } from './steps/hints/refresh-batch';
import { freshStretch, isOver, type Stretch } from './steps/hints/stretch';
import { cancellationOf, runErrorOf } from './steps/run-error';

/**
 * Reads again what a store told of, one workflow a store, beside whatever else runs (I12). Its signal is a doorbell and no
 * more: what was told stands in the inbox, so nothing is lost with a signal. It ends when the store has told nothing for a
 * while, or after an hour; without a row where there was nothing to do.
 */
export async function RefreshHintsWorkflow(input: RefreshHintsInput, carried?: Stretch): Promise<RunSummary | null> {
  const bell = listenForDoorbell();
  const { firstExecutionRunId: runId } = workflowInfo();
  const stretch = carried ?? freshStretch();
  const { idleMs = HINTS.idleMs, ...told } = input;
  const asRun: SyncProductsInput = { ...told, mode: 'refresh', trigger: 'webhook' };
  const control = handleControls(asRun, stretch.state);
  const run = referenceOf(input, runId);
  const end = await untilItEnds({ input: asRun, run, stretch, control, bell, idleMs, gathers: carried === undefined });
  if (end === 'history_full') return continueAsNew<typeof RefreshHintsWorkflow>(input, stretch);
  if (!stretch.isOpen) return null;

  control.show('closing');
  const closed = await closeRun({ run, end: { kind: 'read', whole: true, empty: false } });
  // Told just now: a new run cannot be, while this workflow is there to hear of it. So its row is opened again, unless its
  // time is up: then what was told rings once more, with the next delivery or the next look at what nobody took up.
  if (bell.rings() && !isOver(stretch)) {
    return continueAsNew<typeof RefreshHintsWorkflow>(input, { ...stretch, isOpen: false });
  }
  control.showStatus(closed.status);
  return { runId, ...closed, error: null };
}

interface Refreshing {
  input: SyncProductsInput;
  run: RunReference;
  stretch: Stretch;
  control: Controls;
  bell: Doorbell;
  /** So long without news is the stretch's end. */
  idleMs: number;
  /** News may just have begun to come. */
  gathers: boolean;
}

async function untilItEnds(refreshing: Refreshing): Promise<'idle' | 'history_full'> {
  try {
    return await workOff(refreshing);
  } catch (error) {
    const cancellation = cancellationOf(error);
    if (cancellation !== null) {
      await CancellationScope.nonCancellable(() => leave(refreshing, null));
      throw cancellation;
    }
    const { isFinal: _, ...runError } = runErrorOf(error);
    const counts = await CancellationScope.nonCancellable(() => leave(refreshing, runError));
    throw ApplicationFailure.nonRetryable(runError.message, runError.type, { runId: refreshing.run.id, counts });
  }
}

async function workOff(refreshing: Refreshing): Promise<'idle' | 'history_full'> {
  const { input, run, stretch, control, bell, idleMs, gathers } = refreshing;
  let gather = gathers;
  let isIdle = false;
  for (;;) {
    if (workflowInfo().continueAsNewSuggested) return 'history_full';
    if (gather) await sleep(HINTS.gatherMs, { summary: 'news comes in bursts' });
    bell.answer();
    const batchId = uuid4();
    const claimed = await named('the oldest of what the store told', catalog.claimHints)({ run, batchId });
    if (claimed.kind === 'claimed') {
      if (!stretch.isOpen) await open(input, run, stretch, control);
      await refreshBatch(run, stretch, control, { batchId, ...claimed });
      if (isOver(stretch)) return 'idle';
      isIdle = false;
      gather = bell.rings() && !claimed.more;
      continue;
    }
    gather = bell.rings();
    if (gather) continue;
    if (!stretch.isOpen || isIdle || isOver(stretch)) return 'idle';
    // Behind an idle time the inbox is looked into once more: a row whose bell was lost is not left behind.
    const { againInMs } = claimed;
    const isSoon = againInMs !== null && againInMs <= idleMs;
    gather = await bell.ringsWithin(isSoon ? againInMs : idleMs, 'until the store tells more');
    isIdle = !gather && !isSoon;
  }
}

async function open(input: SyncProductsInput, run: RunReference, stretch: Stretch, control: Controls): Promise<void> {
  const openRun = named(storeLabel(input.storeName), catalog.openRun);
  stretch.isOpening = true;
  const opened = await openRun({ input, run, attempt: 1, phase: 'reading' });
  stretch.state.searchAttributes = opened.searchAttributes;
  stretch.openedAt ??= Date.now();
  stretch.isOpen = true;
  stretch.isOpening = false;
  control.showStatus('running');
}

/** Puts back what is claimed, and closes the row where there is one. `error` null: it was cancelled. */
async function leave({ run, stretch, control }: Refreshing, error: RunError | null) {
  await named(error?.type ?? 'cancelled', bookkeeping.leaveHints)({ run, because: becauseOf(error) });
  const mayBeOpen = stretch.isOpen || (stretch.isOpening && patched('close-what-was-being-opened'));
  if (!mayBeOpen) return null;
  const status = error === null ? 'cancelled' : 'failed';
  const { counts } = await closeRun({ run, end: { kind: 'ended', status, error } });
  control.showStatus(status);
  return counts;
}

function becauseOf(error: RunError | null) {
  if (error === null) return 'cancelled';
  if (error.type === 'suspicious_change') return 'damage';
  return RUN_ERRORS[error.type].marksStore ? 'refused' : 'trouble';
}

function referenceOf({ tenantId, storeId, platform }: RefreshHintsInput, id: string): RunReference {
  return { id, tenantId, storeId, platform, mode: 'refresh', fenced: false, byHints: true };
}
