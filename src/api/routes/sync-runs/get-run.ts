import { z } from 'zod';
import { closeIfEnded } from '../../../maintenance/close-if-ended';
import type { RunView } from '../../../runs/list-runs';
import { readRun } from '../../../runs/read-run';
import { ok } from '../../answer';
import { noSuchRun } from '../../problem';
import { route } from '../../route';
import { Id } from '../../schemas/fields';
import { Run } from '../../schemas/run';
import type { ApiServices } from '../../services';

export const getRun = route({
  method: 'get',
  path: '/v1/sync-runs/:run_id',
  who: 'integrations:view',
  summary: 'Read a run',
  description: 'Until the worker opens it, its status is `queued`.',
  params: z.strictObject({ run_id: Id }),
  answers: { 200: Run },

  async handle({ caller, params, services }) {
    const read = () => services.database.withTenant(caller.tenant.id, (sql) => readRun(sql, params.run_id));
    const run = await read();
    if (!run) return noSuchRun(params.run_id);
    return ok((await wasEnded(services, caller.tenant.id, run)) ? ((await read()) ?? run) : run);
  },
});

/** Younger runs are not asked about: a workflow and its row are never far apart. */
const SUSPECT_AFTER_MS = 60_000;

/**
 * A run that somebody terminated in Temporal does not stay `running` here: it is told when it is looked at, and by the
 * hourly maintenance. With Temporal away the row is answered as it is.
 */
async function wasEnded(services: ApiServices, tenantId: string, run: RunView): Promise<boolean> {
  if (run.finished_at !== null || Date.now() - run.queued_at.getTime() < SUSPECT_AFTER_MS) return false;
  const { id, store_id: storeId, workflow_id: workflowId, platform, mode, status } = run;
  try {
    return await closeIfEnded(services, { id, tenantId, storeId, workflowId, platform, mode, status });
  } catch (error) {
    services.log.warn({ err: error, run_id: id }, 'could not ask Temporal whether the run goes on');
    return false;
  }
}
