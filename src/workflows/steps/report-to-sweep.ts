import { getExternalWorkflowHandle, workflowInfo } from '@temporalio/workflow';
import type { ChildReport } from '../../model/workflow-inputs';
import { childReportSignal } from '../messages';

/** Tells the sweep that started this run, if one did. A sweep that is over needs no telling: `sync_runs` has it all. */
export async function reportToSweep(report: Omit<ChildReport, 'runId'>): Promise<void> {
  const { parent, firstExecutionRunId } = workflowInfo();
  if (parent === undefined) return;
  try {
    await getExternalWorkflowHandle(parent.workflowId).signal(childReportSignal, {
      ...report,
      runId: firstExecutionRunId,
    });
  } catch {
    // Not found: it ended before this run did.
  }
}
