import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { patchStore as changeStore } from '../../../stores/patch-store';
import { StoreSettingsPatch } from '../../../stores/store-settings';
import { storeView } from '../../../stores/store-view';
import { ok } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { noSuchStore } from '../../http/problem';
import { route } from '../../http/route';
import { Id, Name } from '../../schemas/fields';
import { StoreBody } from '../../schemas/store';

export const patchStore = route({
  method: 'patch',
  path: '/v1/stores/:id',
  operationId: 'updateStore',
  who: 'integrations:manage',
  summary: "Change a store's name or settings",
  description: 'What is absent stays, inside the settings too.',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ name: Name.optional(), settings: StoreSettingsPatch.optional() }),
  audits: ['store_updated'],
  answers: { 200: StoreBody },

  async handle({ caller, params, body, services }) {
    const tenantId = caller.tenant.id;
    const store = await services.database.withTenant(tenantId, async (sql) => {
      const changed = await changeStore(sql, params.id, body);
      if (changed) {
        const metadata = { store_id: changed.id, ...body };
        await writeAuditLog(sql, { tenantId, action: 'store_updated', actor: actorOf(caller), metadata });
      }
      return changed;
    });
    return store ? ok(storeView(store)) : noSuchStore(params.id);
  },
});
