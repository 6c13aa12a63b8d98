import { z } from 'zod';
import { readAnyRun } from '../../../runs/list-all-runs';
import { readRun } from '../../../runs/list-runs';
import { lookAfterRun } from '../../actions/look-after-run';
import { ofTenants } from '../../actions/of-tenants';
import { ok } from '../../http/answer';
import { noSuchRun } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';
import { Run } from '../../schemas/run';

export const getRun = route({
  method: 'get',
  path: '/v1/sync-runs/:run_id',
  operationId: 'getRun',
  who: 'integrations:view',
  summary: 'Read a run',
  description: 'Until the worker opens it, its status is `queued`.',
  params: z.strictObject({ run_id: Id }),
  answers: { 200: Run },

  async handle({ caller, params, services }) {
    const read = () => services.database.withTenant(caller.tenant.id, (sql) => readRun(sql, params.run_id));
    const run = await read();
    if (!run) return noSuchRun(params.run_id);
    return ok((await lookAfterRun(services, caller.tenant.id, run)) ? ((await read()) ?? run) : run);
  },

  async overAll(services, { params }) {
    const { database } = services;
    const read = () => readAnyRun(database, params.run_id);
    const found = await read();
    if (!found) return noSuchRun(params.run_id);
    const { tenantId, run } = (await lookAfterRun(services, found.tenantId, found.run))
      ? ((await read()) ?? found)
      : found;
    const [named] = await database.readSystem((sql) => ofTenants(sql, [{ tenantId, item: run }]));
    return ok(named);
  },
});
