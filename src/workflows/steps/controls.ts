import { condition, setCurrentDetails, setHandler, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { RunPhase, RunStatus } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import { SEARCH_ATTRIBUTES } from '../../model/search-attributes';
import type { ControlInput, SyncProductsInput } from '../../model/workflow-inputs';
import { pauseSignal, progressQuery, resumeSignal, retryNowSignal, supersedeSignal } from '../messages';
import { BETWEEN_ENDED_WAITS_MS } from '../retry-policies';
import { noteRun } from './note-run';
import { phaseToGoOnIn, type RunState } from './run-state';

/** What people can do with a run from outside, and what it shows them. */
export interface Controls {
  /** Returns at once, unless somebody paused the run: then when it is resumed. */
  whilePaused(run: RunReference): Promise<void>;
  /** Ends early when somebody asks for a sync by hand, since the phase is `waiting_to_retry`. */
  waitToRetry(ms: number): Promise<void>;
  /**
   * Likewise, once a minute; answers whether somebody ended it, and the phase in which the run goes on. `tell` writes
   * the wait down: whoever reads of it there may end it at once.
   */
  waitForStore(ms: number, summary: string, tell: () => Promise<void>): Promise<{ phase: RunPhase; byHand: boolean }>;
  show(phase: RunPhase): void;
  /** In the Web UI's search, as far as the namespace has the attributes. */
  showStatus(status: RunStatus): void;
}

/** Call it first: a signal may be waiting already. */
export function handleControls(input: SyncProductsInput, state: RunState): Controls {
  const { firstExecutionRunId } = workflowInfo();
  const { tenantId, storeId, platform, mode } = input;
  let phase = phaseToGoOnIn(state);
  let paused = false;
  let retryNow = false;
  let mayEndWaitAt = 0;

  const isMeant = (input?: ControlInput) => input?.runId === undefined || input.runId === firstExecutionRunId;
  const details = () => {
    const { seen, listing, attempt, reader } = state;
    const total = listing === null ? '' : ` of ${listing.announced}`;
    setCurrentDetails(
      `**${paused ? 'paused' : phase}** · ${seen}${total} products · try ${attempt}${reader === null ? '' : ` · ${reader}`}`,
    );
  };
  setHandler(pauseSignal, (input) => {
    if (isMeant(input)) paused = true;
  });
  setHandler(resumeSignal, (input) => {
    if (isMeant(input)) paused = false;
  });
  setHandler(retryNowSignal, (input) => {
    if (!isMeant(input)) return;
    if (phase === 'waiting_to_retry') retryNow = true;
    if (phase === 'waiting_for_store' && Date.now() >= mayEndWaitAt) retryNow = true;
  });
  setHandler(supersedeSignal, (input) => {
    if (isMeant(input)) state.isSuperseded = true;
  });
  setHandler(progressQuery, () => ({
    runId: firstExecutionRunId,
    phase,
    paused,
    attempt: state.attempt,
    announced: state.listing?.announced ?? null,
    seen: state.seen,
    progress: state.listing === null ? null : Math.min(1, state.seen / Math.max(1, state.listing.announced)),
  }));

  return {
    async whilePaused(run) {
      if (!paused) return;
      details();
      this.showStatus('paused');
      await noteRun({ run, note: 'progress', progress: { phase, status: 'paused' } });
      await condition(() => !paused);
      await noteRun({ run, note: 'progress', progress: { phase, status: 'running' } });
      this.showStatus('running');
      details();
    },
    async waitToRetry(ms) {
      await condition(() => retryNow, ms, { summary: 'until the next try' });
      retryNow = false;
    },
    async waitForStore(ms, summary, tell) {
      const before = phase;
      retryNow = false;
      this.show('waiting_for_store');
      await tell();
      const byHand = await condition(() => retryNow, ms, { summary });
      retryNow = false;
      if (byHand) mayEndWaitAt = Date.now() + BETWEEN_ENDED_WAITS_MS;
      // Merging goes on while the next batch waits: it may have said where the run is since.
      if (phase === 'waiting_for_store') this.show(before);
      return { phase, byHand };
    },
    show(next) {
      phase = next;
      details();
    },
    showStatus(status) {
      const syncMode = state.turnedFull ? 'full' : mode;
      const values = { tenantId, storeId, platform, syncMode, runStatus: status };
      const pairs = state.searchAttributes.map((name) => ({ key: SEARCH_ATTRIBUTES[name], value: values[name] }));
      if (pairs.length > 0) upsertSearchAttributes(pairs);
    },
  };
}
