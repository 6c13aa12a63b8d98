import { type AuditAction, writeAuditLog } from '../../logs/audit-log';
import type { SyncProductsInput } from '../../model/workflow-inputs';
import { faultPoint } from '../../process/fault-points';
import { type RunView, readRun } from '../../runs/list-runs';
import { queueRun } from '../../runs/queue-run';
import { readRunInput } from '../../temporal/read-run-input';
import type { StartedWorkflow } from '../../temporal/start-once';
import { startSync } from '../../temporal/start-sync';
import { actorOf, type TenantCaller } from '../http/caller';
import type { Problem } from '../http/problem';
import type { ApiServices } from '../http/services';
import { startUnlessUnderWay } from './start-unless-under-way';

interface StartedRun extends StartedWorkflow {
  kind: 'run';
  run: RunView;
}

/**
 * Starts a run, or finds the one under way, and sees to it that the run has a row before its id is answered. Should
 * the database fail after the start, the answer is a 503, and a repeated request finds the run and writes the row.
 */
export async function startRun(
  { database, temporal, log }: ApiServices,
  caller: TenantCaller,
  input: SyncProductsInput,
  audit: { action: AuditAction; metadata: Record<string, unknown> },
): Promise<StartedRun | Problem> {
  const { tenantId, storeId, mode } = input;
  const read = (runId: string) => database.withTenant(tenantId, (sql) => readRun(sql, runId));
  const started = await startUnlessUnderWay(
    () => startSync(temporal, input),
    async (runId) => isOver(await read(runId)),
  );
  if ('kind' in started) return started;
  faultPoint('run-requested');

  const { runId, workflowId, alreadyRunning } = started;
  const isKnown = alreadyRunning && (await read(runId)) !== null;
  const startedWith = alreadyRunning && !isKnown ? await readRunInput(temporal, started) : input;
  const run = await database.withTenant(tenantId, async (sql) => {
    await queueRun(sql, { id: runId, workflowId, input: startedWith });
    // The run's id makes it one entry, however often the request is repeated while the run is under way.
    await writeAuditLog(sql, {
      id: runId,
      tenantId,
      action: audit.action,
      actor: actorOf(caller),
      metadata: { task_id: runId, already_running: alreadyRunning, ...audit.metadata },
    });
    return readRun(sql, runId);
  });
  if (!run) throw new Error(`Run ${runId} has no row right after it was written`);
  log.info(
    { run_id: runId, workflow_id: workflowId, store_id: storeId, mode, already_running: alreadyRunning },
    'run asked for',
  );
  return { kind: 'run', ...started, run };
}

/** A run that waits for approval does so in another workflow: it does not hold up the store's next syncs. */
const isOver = (run: RunView | null): boolean =>
  run !== null && (run.finished_at !== null || run.status === 'awaiting_approval');
