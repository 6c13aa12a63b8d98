import { closeIfEnded } from '../../runs/ended/close-if-ended';
import { looksStale } from '../../runs/ended/list-open-runs';
import type { RunView } from '../../runs/list-runs';
import type { ApiServices } from '../http/services';

/** A reader waits no longer for Temporal's answer. */
const LONGEST_LOOK_MS = 1_000;

/**
 * A run that somebody terminated in Temporal does not stay `running` here: it is told when it is looked at, and by the
 * hourly maintenance. Answers whether the row was closed. With Temporal away it stays as it is.
 */
export async function lookAfterRun(services: ApiServices, tenantId: string, run: RunView): Promise<boolean> {
  if (run.finished_at !== null) return false;
  const { database, temporal, log } = services;
  if (!(await database.withTenant(tenantId, (sql) => looksStale(sql, run.id)))) return false;

  const hurried: typeof temporal = { ...temporal, ask: (work) => temporal.ask(work, LONGEST_LOOK_MS) };
  const { id, store_id: storeId, workflow_id: workflowId, platform, mode, dry_run: dryRun, status } = run;
  try {
    return await closeIfEnded(
      { database, temporal: hurried },
      { id, tenantId, storeId, workflowId, platform, mode, dryRun, status },
    );
  } catch (error) {
    log.warn({ err: error, run_id: id }, 'could not ask Temporal whether the run goes on');
    return false;
  }
}
