import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { getStore } from '../../../stores/read-stores';
import { rotateSecret } from '../../../stores/webhooks/keep-secret';
import { askForLook } from '../../../stores/webhooks/registration';
import { setupBody, webhookSetupOf } from '../../actions/webhook-setup';
import { created } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { noSuchStore } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';
import { WebhookSecretBody } from '../../schemas/webhook-setup';

export const postWebhookSetup = route({
  method: 'post',
  path: '/v1/stores/:id/webhook-setup',
  operationId: 'makeWebhookSecret',
  who: 'integrations:manage',
  summary: 'Make a secret for webhooks that are entered by hand',
  description:
    'It is shown once, and takes the place of the one before, which is accepted too until the next is made. Webhooks that we made ourselves get it by themselves.',
  params: z.strictObject({ id: Id }),
  idempotent: true,
  audits: ['webhook_secret_made'],
  answers: { 201: WebhookSecretBody },
  problems: ['conflict'],

  async handle({ caller, params, services: { database, sealer, publicUrl }, remember }) {
    const tenantId = caller.tenant.id;
    return database.withTenant(tenantId, async (sql) => {
      const store = await getStore(sql, params.id);
      if (!store) return noSuchStore(params.id);
      const setup = webhookSetupOf(store, publicUrl);
      if (setup.kind === 'problem') return setup;
      // Those that we made sign with the former one until the look that this asks for.
      await askForLook(sql, store.id);
      const made = await rotateSecret(sql, sealer, store.id);
      if (made === null) throw new Error(`store ${store.id} has no row for its webhooks`);
      const metadata = { store_id: store.id, secret_version: made.version };
      await writeAuditLog(sql, { tenantId, action: 'webhook_secret_made', actor: actorOf(caller), metadata });
      return remember(sql, created({ ...setupBody(setup), secret: made.secret }));
    });
  },
});
