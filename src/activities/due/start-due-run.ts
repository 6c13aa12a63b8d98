import type { TenantSql } from '../../database/sql';
import type { RunMode } from '../../model/run';
import type { SyncProductsInput } from '../../model/workflow-inputs';
import { faultPoint } from '../../process/fault-points';
import { queueRun } from '../../runs/queue-run';
import { startInPlace } from '../../runs/start-in-place';
import { isRunnable } from '../../stores/due/is-runnable';
import type { StoreAtTurn } from '../../stores/due/read-due-store';
import type { Dependencies } from '../dependencies';

/**
 * Starts a run of a store and writes its row, and what follows from it for the store, in one transaction. What is due
 * moves there alone: killed before, the store is looked at again, and what is news stays news. False: another run is
 * under way or still ending, or the store was paused, disconnected or deleted since its turn; what is due stays due.
 */
export async function startDueRun(
  { database, temporal }: Pick<Dependencies, 'database' | 'temporal'>,
  store: StoreAtTurn & Pick<SyncProductsInput, 'platform'>,
  mode: RunMode,
  whenStarted: (sql: TenantSql) => Promise<void>,
): Promise<boolean> {
  const { id: storeId, tenantId, platform, name: storeName } = store;
  const input: SyncProductsInput = { tenantId, storeId, platform, storeName, mode, trigger: 'schedule' };
  faultPoint('looked-not-started');
  if (!(await database.withTenant(tenantId, (sql) => isRunnable(sql, storeId)))) return false;
  const started = await startInPlace({ database, temporal }, input);
  if (started.kind !== 'started' || started.alreadyRunning) return false;
  faultPoint('run-requested');
  await database.withTenant(tenantId, async (sql) => {
    await queueRun(sql, { id: started.runId, workflowId: started.workflowId, input });
    await whenStarted(sql);
  });
  return true;
}
