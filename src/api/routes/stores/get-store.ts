import { z } from 'zod';
import type { TenantSql } from '../../../database/sql';
import { readFreshness } from '../../../stores/freshness/freshness-view';
import { getStore as findStore, getAnyStore } from '../../../stores/read-stores';
import type { Store } from '../../../stores/store';
import { storeView } from '../../../stores/store-view';
import { readWebhooks } from '../../../stores/webhooks/webhooks-view';
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

  async read(sql, { params }, { publicUrl }) {
    const store = await findStore(sql, params.id);
    return store ? ok(await inFull(sql, store, publicUrl)) : noSuchStore(params.id);
  },

  async overAll({ database, publicUrl }, { params }) {
    const found = await database.readSystem(async (sql) => {
      const store = await getAnyStore(sql, params.id);
      return store && { store, named: await ofTenants(sql, [{ tenantId: store.tenantId, item: {} }]) };
    });
    if (!found) return noSuchStore(params.id);
    // What stores tell is its tenant's alone.
    const { store, named } = found;
    const body = await database.readTenant(store.tenantId, (sql) => inFull(sql, store, publicUrl));
    return ok({ ...body, ...named[0] });
  },
});

const inFull = async (sql: TenantSql, store: Store, publicUrl: string | null) => ({
  ...storeView(store),
  freshness: await readFreshness(sql, store),
  webhooks: await readWebhooks(sql, store, publicUrl),
});
