import { z } from 'zod';
import { readRun } from '../../../runs/read-run';
import { ok } from '../../answer';
import { noSuchRun } from '../../problem';
import { route } from '../../route';
import { Id } from '../../schemas/fields';
import { Run } from '../../schemas/run';

export const getRun = route({
  method: 'get',
  path: '/v1/sync-runs/:run_id',
  who: 'integrations:view',
  summary: 'Read a run',
  description: 'Until the worker opens it, its status is `queued`.',
  params: z.strictObject({ run_id: Id }),
  answers: { 200: Run },

  async handle({ caller, params, services }) {
    const run = await services.database.withTenant(caller.tenant.id, (sql) => readRun(sql, params.run_id));
    return run ? ok(run) : noSuchRun(params.run_id);
  },
});
