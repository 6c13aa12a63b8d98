import { z } from 'zod';
import { listRuns } from '../../../runs/list-runs';
import { RUN_STATUSES } from '../../../runs/run';
import { answerPage, pageOf, pageQuery } from '../../page';
import { route } from '../../route';
import { Id } from '../../schemas/fields';
import { Run } from '../../schemas/run';

export const getRuns = route({
  method: 'get',
  path: '/v1/sync-runs',
  who: 'integrations:view',
  summary: 'List runs, newest first',
  query: z.strictObject({ store_id: Id.optional(), status: z.enum(RUN_STATUSES).optional(), ...pageQuery }),
  answers: { 200: pageOf(Run) },

  async handle({ caller, query, services }) {
    const tenantId = caller.tenant.id;
    const { store_id: storeId, status } = query;
    return answerPage(query, ['runs', tenantId, storeId, status], (page) =>
      services.database.withTenant(tenantId, (sql) => listRuns(sql, { storeId, status, ...page })),
    );
  },
});
