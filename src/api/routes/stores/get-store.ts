import { z } from 'zod';
import type { Sql } from '../../../database/sql';
import { readFreshness } from '../../../stores/freshness/freshness-view';
import { getStore as findStore, getAnyStore } from '../../../stores/read-stores';
import type { Store } from '../../../stores/store';
import { storeView } from '../../../stores/store-view';
import { ofTenants } from '../../actions/of-tenants';
import { ok } from '../../http/answer';
import { noSuchStore } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id } from '../../schemas/fields';
import { StoreInFull } from '../../schemas/store';

export const getStore = readRoute({
  path: '/v1/stores/:id',
  operationId: 'getStore',
  who: 'integrations:view',
  summary: 'Read a store',
  params: z.strictObject({ id: Id }),
  answers: { 200: StoreInFull },

  async read(sql, { params }) {
    const store = await findStore(sql, params.id);
    return store ? ok(await inFull(sql, store)) : noSuchStore(params.id);
  },

  overAll: ({ database }, { params }) =>
    database.readSystem(async (sql) => {
      const store = await getAnyStore(sql, params.id);
      if (!store) return noSuchStore(params.id);
      const [named] = await ofTenants(sql, [{ tenantId: store.tenantId, item: await inFull(sql, store) }]);
      return ok(named);
    }),
});

const inFull = async (sql: Sql, store: Store) => ({ ...storeView(store), freshness: await readFreshness(sql, store) });
