import { activityInfo } from '@temporalio/activity';
import type { RunReference } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import { awaitApproval } from '../runs/approval';
import { lockStore } from '../stores/lock-store';
import { clearAttention } from '../stores/update-store';
import type { Dependencies } from './dependencies';

/** The run waits for somebody's decision. Answers the runs that it replaced in that. */
export const holdForApproval = ({ database, logger }: Dependencies) =>
  async function holdForApproval({ run }: { run: RunReference }): Promise<{ replaced: string[] }> {
    const executionId = activityInfo().workflowExecution?.runId ?? run.id;
    const replaced = await database.withTenant(run.tenantId, async (sql) => {
      await lockStore(sql, run.storeId);
      await clearAttention(sql, run.storeId);
      return awaitApproval(sql, run, executionId);
    });
    faultPoint('approval-held');
    const ids = { tenant_id: run.tenantId, store_id: run.storeId, run_id: run.id };
    logger.warn({ ...ids, replaced }, 'run waits for approval: the brake holds its deactivations');
    return { replaced };
  };
