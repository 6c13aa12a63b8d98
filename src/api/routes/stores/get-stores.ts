import { z } from 'zod';
import { PLATFORMS } from '../../../model/platform';
import { STORE_STATUSES } from '../../../model/store-status';
import { listAllStores, listStores, STORE_SORTS } from '../../../stores/list-stores';
import { storeView } from '../../../stores/store-view';
import { ofTenants } from '../../actions/of-tenants';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { severalOf, text } from '../../schemas/fields';
import { StoreBody } from '../../schemas/store';

const Query = z.strictObject({
  status: severalOf(STORE_STATUSES).optional(),
  platform: z.enum(PLATFORMS).optional(),
  late: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Whether two intervals of its cadence went by without a look or a run that came to its end' }),
  search: text(200).optional().meta({ description: 'Part of the name or the address, in any case, or the whole id' }),
  sort: z.enum(STORE_SORTS).optional().meta({
    description:
      'Without it newest first. `last_success`: longest ago first, those without any before; `product_count`: most first',
  }),
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

type Asked = z.output<typeof Query>;

const filterOf = ({ status: statuses, platform, late, search, sort }: Asked) => ({
  statuses,
  platform,
  late: late === undefined ? undefined : late === 'true',
  search,
  sort,
});

/** What a cursor is good for; without a filter as before there were any, so that callers keep theirs. */
function scopeOf(query: Asked): string[] {
  const filter = filterOf(query);
  return Object.values(filter).some((value) => value !== undefined) ? [JSON.stringify(filter)] : [];
}
