import type { AskedEntry } from '../../logs/audit-log';
import { type RunToStart, type StartedRun, type Suffices, startRun } from '../../runs/start-run';
import type { Store } from '../../stores/store';
import { type Problem, problem } from '../http/problem';
import type { ApiServices } from '../http/services';

/** Starts the run that a tenant's key asked for, or finds the one under way; 503 while neither is possible. */
export async function startForCaller(
  services: ApiServices,
  store: Store,
  wanted: Omit<RunToStart, 'trigger'>,
  asked: AskedEntry,
  suffices?: Suffices,
): Promise<StartedRun | Problem> {
  const run = { ...wanted, trigger: 'api' as const };
  const started = await startRun(services, store, run, asked, suffices);
  if (started.kind === 'last_one_ending') return LAST_ONE_ENDING;
  const { runId, workflowId, alreadyRunning } = started;
  services.log.info(
    { run_id: runId, workflow_id: workflowId, store_id: store.id, mode: run.mode, already_running: alreadyRunning },
    'run asked for',
  );
  return started;
}

export const LAST_ONE_ENDING = problem(
  'temporal_unavailable',
  'The last run is over or about to be, but no worker has ended its workflow yet. Nothing was started: repeat the request.',
  { headers: { 'Retry-After': '5' } },
);
