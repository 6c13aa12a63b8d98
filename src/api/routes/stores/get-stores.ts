import { z } from 'zod';
import { listAllStores, listStores } from '../../../stores/read-stores';
import { storeView } from '../../../stores/store-view';
import { ofTenants } from '../../actions/of-tenants';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { StoreBody } from '../../schemas/store';

const Query = z.strictObject({
  late: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Whether two intervals of its cadence went by without a look or a run that came to its end' }),
  ...pageQuery,
});

export const getStores = readRoute({
  path: '/v1/stores',
  operationId: 'listStores',
  who: 'integrations:view',
  summary: 'List stores',
  query: Query,
  answers: { 200: pageOf(StoreBody) },

  read: (sql, { query }) =>
    answerPage(query, ['stores', sql.tenantId, ...scopeOf(query)], async (page) => {
      const { items, next } = await listStores(sql, { ...filterOf(query), ...page });
      return { items: items.map(storeView), next };
    }),

  overAll: ({ database }, { query: { tenant_id: tenantId = null, ...query } }) =>
    answerPage(query, ['stores of all tenants', tenantId, ...scopeOf(query)], (page) =>
      database.readSystem(async (sql) => {
        const { items, next } = await listAllStores(sql, { tenantId, ...filterOf(query), ...page });
        const views = items.map((store) => ({ tenantId: store.tenantId, item: storeView(store) }));
        return { items: await ofTenants(sql, views), next };
      }),
    ),
});

const filterOf = ({ late }: z.output<typeof Query>) => ({ late: late === undefined ? undefined : late === 'true' });

/** What a cursor is good for; without a filter as before there were any, so that callers keep theirs. */
const scopeOf = ({ late }: z.output<typeof Query>) => (late === undefined ? [] : [late]);
