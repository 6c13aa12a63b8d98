import type { Database } from '../database/database';
import { type AuditEntry, writeAuditLog } from '../logs/audit-log';
import type { SyncProductsInput } from '../model/workflow-inputs';
import { faultPoint } from '../process/fault-points';
import type { Store } from '../stores/store';
import { publicAddress } from '../stores/store-view';
import type { TemporalClient } from '../temporal/connect-client';
import { readRunInput } from '../temporal/read-run-input';
import type { StartedWorkflow } from '../temporal/start-once';
import { startSync } from '../temporal/start-sync';
import { type RunView, readRun } from './list-runs';
import { queueRun } from './queue-run';
import { type LastOneEnding, startUnlessUnderWay } from './start-unless-under-way';

/** What a run of a store is to do; whose it is says the store. */
export type RunToStart = Omit<SyncProductsInput, 'tenantId' | 'storeId' | 'platform' | 'storeName' | 'sweepId'>;

/** Who asked for it and as what; the ids of run and store, and the store's address, are added. */
export type StartAudit = Pick<AuditEntry, 'action' | 'actor'> & { metadata?: Record<string, unknown> };

export type StartedRun = StartedWorkflow & { kind: 'started'; run: RunView };

/**
 * Starts a run of a connected store, or finds the one under way, and sees to it that the run has a row and an entry in
 * the audit log before its id is answered. Should the database fail after the start, this throws, and repeated it finds
 * the run and writes them.
 */
export async function startRun(
  { database, temporal }: { database: Database; temporal: TemporalClient },
  store: Store,
  asked: RunToStart,
  audit: StartAudit,
): Promise<StartedRun | LastOneEnding> {
  const { tenantId, id: storeId, platform, name: storeName } = store;
  const input: SyncProductsInput = { tenantId, storeId, platform, storeName, ...asked };
  const read = (runId: string) => database.withTenant(tenantId, (sql) => readRun(sql, runId));
  const started = await startUnlessUnderWay(
    () => startSync(temporal, input),
    async (runId) => isOver(await read(runId)),
  );
  if (started.kind === 'last_one_ending') return started;
  faultPoint('run-requested');

  const { runId, workflowId, alreadyRunning } = started;
  const isKnown = alreadyRunning && (await read(runId)) !== null;
  const startedWith = alreadyRunning && !isKnown ? await readRunInput(temporal, started) : input;
  const { action, actor, metadata } = audit;
  const run = await database.withTenant(tenantId, async (sql) => {
    await queueRun(sql, { id: runId, workflowId, input: startedWith });
    // The run's id makes it one entry, however often the start is repeated while the run is under way.
    await writeAuditLog(sql, {
      id: runId,
      tenantId,
      action,
      actor,
      metadata: {
        task_id: runId,
        already_running: alreadyRunning,
        store_id: storeId,
        ...publicAddress(store),
        ...metadata,
      },
    });
    return readRun(sql, runId);
  });
  if (!run) throw new Error(`Run ${runId} has no row right after it was written`);
  return { ...started, run };
}

/** A run that waits for approval does so in another workflow: it does not hold up the store's next syncs. */
const isOver = (run: RunView | null): boolean =>
  run !== null && (run.finished_at !== null || run.status === 'awaiting_approval');
