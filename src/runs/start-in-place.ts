import type { Database } from '../database/database';
import { isLesser } from '../model/run';
import type { SyncProductsInput } from '../model/workflow-inputs';
import type { TemporalClient } from '../temporal/connect-client';
import { supersedeRun } from '../temporal/control-run';
import { readRunInput } from '../temporal/read-run-input';
import type { StartedWorkflow } from '../temporal/start-once';
import { startSync } from '../temporal/start-sync';
import { type RunView, readRun } from './list-runs';
import { type LastOneEnding, startUnlessUnderWay } from './start-unless-under-way';

const TELL_AGAIN_MS = 1_000;

/** Starts a run, or finds the one under way; a full one takes the place of a lesser one, whose end is awaited. */
export async function startInPlace(
  { database, temporal }: { database: Database; temporal: TemporalClient },
  input: SyncProductsInput,
): Promise<({ kind: 'started' } & StartedWorkflow) | LastOneEnding> {
  const read = (runId: string) => database.withTenant(input.tenantId, (sql) => readRun(sql, runId));
  let toldAt = Number.NEGATIVE_INFINITY;
  const givesWay = async (started: StartedWorkflow) => {
    const run = await read(started.runId);
    if (!takesPlaceOf(input, run ?? (await readRunInput(temporal, started)))) return false;
    // It may have ended since it was asked whether it is over. What is told while it continues as new is lost.
    if (isOver(run) || performance.now() < toldAt + TELL_AGAIN_MS) return true;
    toldAt = performance.now();
    await supersedeRun(temporal, started);
    return true;
  };
  return startUnlessUnderWay(
    () => startSync(temporal, input),
    async (runId) => isOver(await read(runId)),
    givesWay,
  );
}

/** A full run does all that a lesser one would, and finds what is missing. */
const takesPlaceOf = (wanted: Pick<SyncProductsInput, 'mode'>, { mode }: Pick<RunView, 'mode'>): boolean =>
  wanted.mode === 'full' && isLesser(mode);

/** A run that waits for approval does so in another workflow: it does not hold up the store's next syncs. */
const isOver = (run: RunView | null): boolean =>
  run !== null && (run.finished_at !== null || run.status === 'awaiting_approval');
