import type { RunCounts } from '../model/run-counts';
import type { RunReference } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import { awaitApproval } from '../runs/approval';
import { countRun } from '../runs/count-run';
import { settleWantedFull } from '../stores/freshness/full-wanted';
import { lockStore } from '../stores/lock-store';
import { clearAttention } from '../stores/update-store';
import type { Dependencies } from './dependencies';
import { executionIdOf, logFieldsOf } from './run-context';

export interface HeldRun {
  /** Runs whose place it took in that. */
  replaced: string[];
  /** Absent in what an older worker answered. */
  counts?: RunCounts;
}

/** The run waits for somebody's decision. */
export const holdForApproval = ({ database, logger }: Dependencies) =>
  async function holdForApproval({ run }: { run: RunReference }): Promise<HeldRun> {
    const executionId = executionIdOf(run);
    const held = await database.withTenant(run.tenantId, async (sql) => {
      await lockStore(sql, run.storeId);
      await clearAttention(sql, run.storeId);
      await settleWantedFull(sql, run, 'read');
      return { replaced: await awaitApproval(sql, run, executionId), counts: await countRun(sql, run.id) };
    });
    faultPoint('approval-held');
    logger.warn(
      { ...logFieldsOf(run), replaced: held.replaced },
      'run waits for approval: the brake holds its deactivations',
    );
    return held;
  };
