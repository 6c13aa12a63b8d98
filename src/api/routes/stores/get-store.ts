import { z } from 'zod';
import { getStore as findStore } from '../../../tenants/stores/get-store';
import { storeView } from '../../../tenants/stores/store-view';
import { ok } from '../../answer';
import { noSuchStore } from '../../problem';
import { route } from '../../route';
import { Id } from '../../schemas/fields';
import { StoreBody } from '../../schemas/store';

export const getStore = route({
  method: 'get',
  path: '/v1/stores/:id',
  who: 'integrations:view',
  summary: 'Read a store',
  params: z.strictObject({ id: Id }),
  answers: { 200: StoreBody },

  async handle({ caller, params, services }) {
    const store = await services.database.withTenant(caller.tenant.id, (sql) => findStore(sql, params.id));
    return store ? ok(storeView(store)) : noSuchStore(params.id);
  },
});
