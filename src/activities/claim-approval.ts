import type { RunReference } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import { claimWaitingRun } from '../runs/approval';
import type { Dependencies } from './dependencies';

export interface ClaimApprovalInput {
  run: RunReference;
  /** Approve only these; null for all. */
  externalIds: string[] | null;
}

/** Takes a waiting run out of its wait; false when a decision, a later run or the deadline was faster. */
export const claimApproval = ({ database }: Dependencies) =>
  async function claimApproval({ run, externalIds }: ClaimApprovalInput): Promise<boolean> {
    const claimed = await database.withTenant(run.tenantId, (sql) =>
      claimWaitingRun(sql, { runId: run.id, externalIds }),
    );
    faultPoint('approval-claimed');
    return claimed;
  };
