import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { getStore } from '../../../stores/read-stores';
import { dropFormerSecret } from '../../../stores/webhooks/keep-secret';
import { noContent } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { noSuchStore } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';

export const deleteFormerSecret = route({
  method: 'delete',
  path: '/v1/stores/:id/webhook-setup/former-secret',
  operationId: 'dropFormerWebhookSecret',
  who: 'integrations:manage',
  summary: 'Accept the former webhook secret no more',
  description:
    'After a leak, or once `deliveries_by_former` grows no more: what it signs is refused within seconds. Also the former client secret of a Shopify app.',
  params: z.strictObject({ id: Id }),
  audits: ['webhook_former_secret_dropped'],
  answers: { 204: null },

  async handle({ caller, params, services: { database } }) {
    const tenantId = caller.tenant.id;
    return database.withTenant(tenantId, async (sql) => {
      const store = await getStore(sql, params.id);
      if (!store) return noSuchStore(params.id);
      const dropped = await dropFormerSecret(sql, store.id);
      const metadata = { store_id: store.id, dropped };
      await writeAuditLog(sql, { tenantId, action: 'webhook_former_secret_dropped', actor: actorOf(caller), metadata });
      return noContent();
    });
  },
});
