import { z } from 'zod';
import { getStore as findStore } from '../../../stores/read-stores';
import { storeView } from '../../../stores/store-view';
import { ok } from '../../http/answer';
import { noSuchStore } from '../../http/problem';
import { readRoute } from '../../http/read-route';
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
