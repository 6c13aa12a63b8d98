import { z } from 'zod';
import { RUN_STATUSES } from '../../../model/run';
import { listAllRuns } from '../../../runs/list-all-runs';
import { listRuns } from '../../../runs/list-runs';
import { ofTenants } from '../../actions/of-tenants';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { Id } from '../../schemas/fields';
import { Run } from '../../schemas/run';

export const getRuns = readRoute({
  path: '/v1/sync-runs',
  operationId: 'listRuns',
  who: 'integrations:view',
  summary: 'List runs, newest first',
  query: z.strictObject({ store_id: Id.optional(), status: z.enum(RUN_STATUSES).optional(), ...pageQuery }),
  answers: { 200: pageOf(Run) },

  async read(sql, { query }) {
    const { store_id: storeId, status } = query;
    return answerPage(query, ['runs', sql.tenantId, storeId, status], (page) =>
      listRuns(sql, { storeId, status, ...page }),
    );
  },

  async overAll({ database }, { query }) {
    const { store_id: storeId, status, tenant_id: tenantId = null } = query;
    return answerPage(query, ['runs of all tenants', tenantId, storeId, status], async (page) => {
      const { items, next } = await listAllRuns(database, { tenantId, storeId, status, ...page });
      const runs = items.map(({ run, tenantId }) => ({ tenantId, item: run }));
      return { items: await database.readSystem((sql) => ofTenants(sql, runs)), next };
    });
  },
});
