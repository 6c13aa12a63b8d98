import type { RunView } from '../runs/list-runs';
import { queueRun } from '../runs/queue-run';
import { readRun } from '../runs/read-run';
import { type AuditAction, writeAuditLog } from '../runs/write-audit-log';
import { readRunInput } from '../temporal/read-run-input';
import type { StartedWorkflow } from '../temporal/start-once';
import { startSync } from '../temporal/start-sync';
import type { SyncProductsInput } from '../workflows/messages';
import { actorOf } from './actor';
import type { TenantCaller } from './caller';
import type { ApiServices } from './services';

export interface StartedRun extends StartedWorkflow {
  run: RunView;
}

/**
 * Starts a run, or finds the one under way, and sees to it that the run has a row before its id is answered. Should
 * the database fail after the start, the answer is a 503, and a repeated request finds the run and writes the row.
 */
export async function startRun(
  { database, temporal }: ApiServices,
  caller: TenantCaller,
  input: SyncProductsInput,
  audit: { action: AuditAction; metadata: Record<string, unknown> },
): Promise<StartedRun> {
  const started = await startSync(temporal, input);
  const id = started.runId;
  const known = started.alreadyRunning ? await database.withTenant(input.tenantId, (sql) => readRun(sql, id)) : null;
  const startedWith = started.alreadyRunning && !known ? await readRunInput(temporal, started) : input;

  const run = await database.withTenant(input.tenantId, async (sql) => {
    await queueRun(sql, { id, workflowId: started.workflowId, input: startedWith });
    // The run's id makes it one entry, however often the request is repeated while the run is under way.
    await writeAuditLog(sql, {
      id,
      tenantId: input.tenantId,
      action: audit.action,
      actor: actorOf(caller),
      metadata: { task_id: id, already_running: started.alreadyRunning, ...audit.metadata },
    });
    return readRun(sql, id);
  });
  if (!run) throw new Error(`Run ${id} has no row right after it was written`);
  return { ...started, run };
}
