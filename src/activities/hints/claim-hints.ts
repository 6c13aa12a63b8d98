import { type ClaimedHints, claimHints as claim } from '../../hints/claim-hints';
import type { RunReference } from '../../model/run-reference';
import { faultPoint } from '../../process/fault-points';
import type { Dependencies } from '../dependencies';
import { leaveStormToRun } from './leave-storm-to-run';

export interface BatchOfHints {
  run: RunReference;
  /** Made by the workflow, so that an attempt after a crash takes the same hints again. */
  batchId: string;
}

/** Takes the next hints of the store, under the run's name. */
export const claimHints = (dependencies: Dependencies) =>
  async function claimHints({ run, batchId }: BatchOfHints): Promise<ClaimedHints> {
    await leaveStormToRun(dependencies, run);
    const claimed = await dependencies.database.withTenant(run.tenantId, (sql) => claim(sql, run, batchId));
    if (claimed.kind === 'claimed') faultPoint('hints-claimed');
    return claimed;
  };
