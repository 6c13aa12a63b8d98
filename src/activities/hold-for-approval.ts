import { settleHeld } from '../hints/holds/settle-held';
import type { RunCounts } from '../model/run-counts';
import type { RunReference } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import { awaitApproval } from '../runs/approval';
import { countRun } from '../runs/count-run';
import { settleWantedFull } from '../stores/freshness/full-wanted';
import { lockStore } from '../stores/lock-store';
import { clearAttention } from '../stores/update-store';
import type { Dependencies } from './dependencies';
import { ringForReleased } from './hints/ring-for-released';
import { executionIdOf, logFieldsOf } from './run-context';

export interface HeldRun {
  /** Runs whose place it took in that. */
  replaced: string[];
  /** Absent in what an older worker answered. */
  counts?: RunCounts;
}

/** The run waits for somebody's decision. */
export const holdForApproval = (dependencies: Dependencies) =>
  async function holdForApproval({ run }: { run: RunReference }): Promise<HeldRun> {
    const { database, logger } = dependencies;
    const executionId = executionIdOf(run);
    const { releasedHints, ...held } = await database.withTenant(run.tenantId, async (sql) => {
      await lockStore(sql, run.storeId);
      await clearAttention(sql, run.storeId);
      await settleWantedFull(sql, run, 'read');
      const replaced = await awaitApproval(sql, run, executionId);
      const releasedHints = await settleHeld(sql, run, { kind: 'waits' });
      return { replaced, counts: await countRun(sql, run.id), releasedHints };
    });
    faultPoint('approval-held');
    if (releasedHints > 0) await ringForReleased(dependencies, run);
    logger.warn(
      { ...logFieldsOf(run), replaced: held.replaced },
      'run waits for approval: the brake holds its deactivations',
    );
    return held;
  };
