import { activityInfo } from '@temporalio/activity';
import type { RunPhase } from '../model/run';
import type { RunReference } from '../model/run-reference';
import type { SearchAttributeName } from '../model/search-attributes';
import type { SyncProductsInput } from '../model/workflow-inputs';
import { faultPoint } from '../process/fault-points';
import { closeIfEnded } from '../runs/ended/close-if-ended';
import { openRunRow } from '../runs/open-run-row';
import { changedSince } from '../stores/watermark';
import { forgetIfTenantIsGone } from './deletion/forget-own-history';
import type { Dependencies } from './dependencies';
import { executionIdOf } from './run-context';
import { storeGone } from './store/failures';

export interface OpenRunInput {
  run: RunReference;
  input: SyncProductsInput;
  attempt: number;
  /** In which it goes on; absent from an older workflow: from the start. */
  phase?: RunPhase;
}

export interface OpenedRun {
  /** The run's own retries, in milliseconds. */
  retryDelays: readonly number[];
  /** Of an incremental run: since when, RFC 3339 UTC by the store's clock; null where it has to read everything. */
  changedSince?: string | null;
  /** How long its approval would wait for a decision. */
  approvalMs: number;
  /** Those that the namespace has: setting another one would fail the run. */
  searchAttributes: SearchAttributeName[];
}

/**
 * Opens the run's row and gives it the fence. Older runs of the store that were ended from outside are told so. A store
 * that is gone or disconnected fails the run at once.
 */
export const openRun = ({ database, temporal, patience, searchAttributes }: Dependencies) =>
  async function openRun({ run, input, attempt, phase = 'opening' }: OpenRunInput): Promise<OpenedRun> {
    const executionId = executionIdOf(run);
    const workflowId = activityInfo().workflowExecution?.workflowId ?? '';
    faultPoint(executionId === run.id ? 'run-starting' : 'run-continued');
    const opening = database.withTenant(run.tenantId, async (sql) => ({
      opened: await openRunRow(sql, {
        ...run,
        workflowId,
        executionId,
        trigger: input.trigger,
        sweepId: input.sweepId ?? null,
        attempt,
        phase,
      }),
      since: run.mode === 'incremental' ? await changedSince(sql, run.storeId) : null,
    }));
    const { opened, since } = await forgetIfTenantIsGone(opening, temporal);
    if (opened.kind === 'store_gone') {
      throw storeGone(run.storeId, opened.status === null ? 'not_found' : 'disconnected');
    }
    for (const { id, status } of opened.leftOpen) {
      const { tenantId, storeId, platform, mode } = run;
      await closeIfEnded(
        { database, temporal },
        { id, status, tenantId, storeId, platform, mode, dryRun: false, workflowId },
      );
    }
    faultPoint('run-opened');
    const { runRetryDelays: retryDelays, approvalMs } = patience;
    return { retryDelays, approvalMs, changedSince: since, searchAttributes: await searchAttributes() };
  };
