import { z } from 'zod';
import { listAllStores, listStores } from '../../../stores/read-stores';
import { storeView } from '../../../stores/store-view';
import { ofTenants } from '../../actions/of-tenants';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { StoreBody } from '../../schemas/store';

export const getStores = readRoute({
  path: '/v1/stores',
  operationId: 'listStores',
  who: 'integrations:view',
  summary: 'List stores',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(StoreBody) },

  read: (sql, { query }) =>
    answerPage(query, ['stores', sql.tenantId], async (page) => {
      const { items, next } = await listStores(sql, page);
      return { items: items.map(storeView), next };
    }),

  overAll: ({ database }, { query: { tenant_id: tenantId = null, ...query } }) =>
    answerPage(query, ['stores of all tenants', tenantId], (page) =>
      database.readSystem(async (sql) => {
        const { items, next } = await listAllStores(sql, { tenantId, ...page });
        const views = items.map((store) => ({ tenantId: store.tenantId, item: storeView(store) }));
        return { items: await ofTenants(sql, views), next };
      }),
    ),
});
