import { z } from 'zod';
import { getStore as findStore } from '../../../tenants/stores/get-store';
import { storeView } from '../../../tenants/stores/store-view';
import { ok } from '../../answer';
import { noSuchStore } from '../../problem';
import { readRoute } from '../../read-route';
import { Id } from '../../schemas/fields';
import { StoreBody } from '../../schemas/store';

export const getStore = readRoute({
  path: '/v1/stores/:id',
  who: 'integrations:view',
  summary: 'Read a store',
  params: z.strictObject({ id: Id }),
  answers: { 200: StoreBody },

  async read(sql, { params }) {
    const store = await findStore(sql, params.id);
    return store ? ok(storeView(store)) : noSuchStore(params.id);
  },
});
