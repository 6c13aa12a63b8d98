import { z } from 'zod';
import { getStore as findStore, getAnyStore } from '../../../stores/read-stores';
import { storeView } from '../../../stores/store-view';
import { ofTenants } from '../../actions/of-tenants';
import { ok } from '../../http/answer';
import { noSuchStore } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id } from '../../schemas/fields';
import { StoreBody } from '../../schemas/store';

export const getStore = readRoute({
  path: '/v1/stores/:id',
  operationId: 'getStore',
  who: 'integrations:view',
  summary: 'Read a store',
  params: z.strictObject({ id: Id }),
  answers: { 200: StoreBody },

  async read(sql, { params }) {
    const store = await findStore(sql, params.id);
    return store ? ok(storeView(store)) : noSuchStore(params.id);
  },

  overAll: ({ database }, { params }) =>
    database.readSystem(async (sql) => {
      const store = await getAnyStore(sql, params.id);
      if (!store) return noSuchStore(params.id);
      const [named] = await ofTenants(sql, [{ tenantId: store.tenantId, item: storeView(store) }]);
      return ok(named);
    }),
});
