import { z } from 'zod';
import { listStores } from '../../../tenants/stores/list-stores';
import { storeView } from '../../../tenants/stores/store-view';
import { answerPage, pageOf, pageQuery } from '../../page';
import { route } from '../../route';
import { StoreBody } from '../../schemas/store';

export const getStores = route({
  method: 'get',
  path: '/v1/stores',
  who: 'integrations:view',
  summary: 'List stores',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(StoreBody) },

  async handle({ caller, query, services }) {
    const tenantId = caller.tenant.id;
    return answerPage(query, ['stores', tenantId], async (page) => {
      const { items, next } = await services.database.withTenant(tenantId, (sql) => listStores(sql, page));
      return { items: items.map(storeView), next };
    });
  },
});
