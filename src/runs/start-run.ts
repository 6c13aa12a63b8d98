import type { Database } from '../database/database';
import type { TenantSql } from '../database/sql';
import { type AskedEntry, type AuditEntry, noteAsked, noteOutcome, noteOutcomeApart } from '../logs/audit-log';
import type { SyncProductsInput } from '../model/workflow-inputs';
import { faultPoint } from '../process/fault-points';
import type { Store } from '../stores/store';
import { publicAddress } from '../stores/store-view';
import type { TemporalClient } from '../temporal/connect-client';
import { readRunInput } from '../temporal/read-run-input';
import type { StartedWorkflow } from '../temporal/start-once';
import { carryOut } from './carry-out';
import { type RunView, readRun } from './list-runs';
import { queueRun } from './queue-run';
import { startInPlace } from './start-in-place';
import type { LastOneEnding } from './start-unless-under-way';

/** What a run of a store is to do; whose it is says the store. */
export type RunToStart = Omit<SyncProductsInput, 'tenantId' | 'storeId' | 'platform' | 'storeName' | 'sweepId'>;

/** Who asks for a run and as what; the store's id and address are added. */
export type StartAudit = Pick<AuditEntry, 'action' | 'actor'> & { metadata?: Record<string, unknown> };

/** Writes down who asks for a run of a store, in the transaction that found the store: before anything is started. */
export async function askForRun(sql: TenantSql, store: Store, { metadata, ...audit }: StartAudit): Promise<AskedEntry> {
  const about = { store_id: store.id, ...publicAddress(store), ...metadata };
  return noteAsked(sql, { tenantId: sql.tenantId, ...audit, metadata: about });
}

/** Whether the run that was found under way does what was asked for: else the caller refuses it, and the audit log says so. */
export type Suffices = (underWay: RunView) => boolean;

export type StartedRun = StartedWorkflow & { kind: 'started'; run: RunView };

/**
 * Starts a run of a connected store, or finds the one under way, and sees to it that the run has a row, and the audit log
 * the outcome, before its id is answered. Should the database fail after the start, this throws, and repeated it finds
 * the run and writes its row; what came of the first request stays open.
 */
export async function startRun(
  { database, temporal }: { database: Database; temporal: TemporalClient },
  store: Store,
  wanted: RunToStart,
  asked: AskedEntry,
  suffices: Suffices = () => true,
): Promise<StartedRun | LastOneEnding> {
  const { tenantId, id: storeId, platform, name: storeName } = store;
  const input: SyncProductsInput = { tenantId, storeId, platform, storeName, ...wanted };
  const read = (runId: string) => database.withTenant(tenantId, (sql) => readRun(sql, runId));
  const started = await carryOut(database, asked, () => startInPlace({ database, temporal }, input));
  if (started.kind === 'last_one_ending') {
    await noteOutcomeApart(database, asked, 'refused', { reason: started.kind });
    return started;
  }
  faultPoint('run-requested');

  const { runId, workflowId, alreadyRunning } = started;
  const isKnown = alreadyRunning && (await read(runId)) !== null;
  const startedWith = alreadyRunning && !isKnown ? await readRunInput(temporal, started) : input;
  const run = await database.withTenant(tenantId, async (sql) => {
    await queueRun(sql, { id: runId, workflowId, input: startedWith });
    const run = await readRun(sql, runId);
    const isRefused = alreadyRunning && run !== null && !suffices(run);
    const ids = { task_id: runId, workflow_id: workflowId, already_running: alreadyRunning };
    await noteOutcome(sql, asked, isRefused ? 'refused' : 'done', {
      ...ids,
      ...(isRefused && { reason: 'run_under_way' }),
    });
    return run;
  });
  if (!run) throw new Error(`Run ${runId} has no row right after it was written`);
  return { ...started, run };
}
