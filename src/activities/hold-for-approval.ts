import type { RunReference } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import { awaitApproval } from '../runs/approval';
import { lockStore } from '../stores/lock-store';
import { clearAttention } from '../stores/update-store';
import type { Dependencies } from './dependencies';
import { executionIdOf, logFieldsOf } from './run-context';

/** The run waits for somebody's decision. Answers the runs that it replaced in that. */
export const holdForApproval = ({ database, logger }: Dependencies) =>
  async function holdForApproval({ run }: { run: RunReference }): Promise<{ replaced: string[] }> {
    const executionId = executionIdOf(run);
    const replaced = await database.withTenant(run.tenantId, async (sql) => {
      await lockStore(sql, run.storeId);
      await clearAttention(sql, run.storeId);
      return awaitApproval(sql, run, executionId);
    });
    faultPoint('approval-held');
    logger.warn({ ...logFieldsOf(run), replaced }, 'run waits for approval: the brake holds its deactivations');
    return { replaced };
  };
