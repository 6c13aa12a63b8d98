import { holdStorm } from '../../hints/storms/hold-storm';
import type { RunReference } from '../../model/run-reference';
import type { SyncProductsInput } from '../../model/workflow-inputs';
import { faultPoint } from '../../process/fault-points';
import { queueRun } from '../../runs/queue-run';
import { startInPlace } from '../../runs/start-in-place';
import { releaseHeld } from '../../stores/webhooks/release-held';
import type { Dependencies } from '../dependencies';
import { logFieldsOf } from '../run-context';

/**
 * Before hints are claimed: what a storm tells of is left to an incremental run, which is started unless a run is under way,
 * whichever reads the store's listing. The end of that run settles it. Should none begin, all is read by id, some later.
 */
export async function leaveStormToRun(
  { database, temporal, logger }: Pick<Dependencies, 'database' | 'temporal' | 'logger'>,
  run: RunReference,
): Promise<void> {
  const { tenantId, storeId } = run;
  const storm = await database.withTenant(tenantId, (sql) => holdStorm(sql, storeId));
  if (storm === null) return;
  faultPoint('hints-held');
  const { hints, platform, storeName } = storm;
  const input: SyncProductsInput = { tenantId, storeId, platform, storeName, mode: 'incremental', trigger: 'webhook' };
  const started = await startInPlace({ database, temporal }, input).catch((error: unknown) => {
    logger.warn({ ...logFieldsOf(run), err: error }, 'no run could be started for a storm of hints');
    return { kind: 'away' } as const;
  });
  if (started.kind !== 'started') {
    const putOff = started.kind === 'away';
    await database.withTenant(tenantId, (sql) => releaseHeld(sql, storeId, { heldBy: 'storm', putOff }));
    return;
  }
  const { runId, workflowId, alreadyRunning } = started;
  logger.info({ ...logFieldsOf(run), hints, reader: runId, alreadyRunning }, 'a storm of hints is left to a run');
  if (!alreadyRunning) {
    await database.withTenant(tenantId, (sql) => queueRun(sql, { id: runId, workflowId, input }));
  }
}
