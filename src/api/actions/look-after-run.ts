import type { OpenRun } from '../../runs/ended/list-open-runs';
import type { RunView } from '../../runs/list-runs';
import { lookAtRun } from '../../runs/standing/look-at-run';
import { silenceOf } from '../../runs/standing/silence';
import type { TemporalClient } from '../../temporal/connect-client';
import type { ApiServices } from '../http/services';

/** A reader waits no longer for Temporal's answer. */
const LONGEST_LOOK_MS = 1_000;

/** Temporal is not asked about a run that shows signs of life. */
const SILENT_AFTER_SECONDS = 10;

/** Only after this a workflow that is over counts as ended from outside: it and its row are never so far apart. */
const CLOSED_AFTER_SECONDS = 60;

/**
 * What only Temporal knows of a run is told when the run is looked at, and by the hourly maintenance: that somebody
 * terminated or paused it there, that its workflow is stuck, that it has no worker. Answers whether the row changed.
 * With Temporal away it stays as it is.
 */
export async function lookAfterRun(services: ApiServices, tenantId: string, run: RunView): Promise<boolean> {
  if (run.finished_at !== null) return false;
  const { database, temporal, log } = services;
  const silence = await database.withTenant(tenantId, (sql) => silenceOf(sql, run.id));
  if (silence === null || (silence.seconds < SILENT_AFTER_SECONDS && !silence.stoodStill)) return false;
  try {
    const parts = { database, temporal: inAHurry(temporal) };
    const mayClose = silence.seconds >= CLOSED_AFTER_SECONDS;
    return (await lookAtRun(parts, openRunOf(tenantId, run), { mayClose })).kind !== 'unchanged';
  } catch (error) {
    log.warn({ err: error, run_id: run.id }, 'could not ask Temporal whether the run goes on');
    return false;
  }
}

export function inAHurry(temporal: TemporalClient): TemporalClient {
  return { ...temporal, ask: (work) => temporal.ask(work, LONGEST_LOOK_MS) };
}

export function openRunOf(tenantId: string, run: RunView): OpenRun {
  const { id, store_id: storeId, workflow_id: workflowId, platform, mode, dry_run: dryRun, status } = run;
  return { id, tenantId, storeId, workflowId, platform, mode, dryRun, status };
}
