import { z } from 'zod';
import { listTenants } from '../../../tenants/list-tenants';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { route } from '../../http/route';
import { TenantBody, tenantBody } from '../../schemas/tenant';

export const getTenants = route({
  method: 'get',
  path: '/v1/tenants',
  operationId: 'listTenants',
  who: 'operator',
  summary: 'List tenants',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(TenantBody) },

  async handle({ query, services }) {
    return answerPage(query, ['tenants'], async (page) => {
      const { items, next } = await services.database.withSystem((sql) => listTenants(sql, page));
      return { items: items.map(tenantBody), next };
    });
  },
});
