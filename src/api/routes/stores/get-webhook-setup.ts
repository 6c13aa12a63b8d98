import { z } from 'zod';
import { getStore } from '../../../stores/read-stores';
import { setupBody, webhookSetupOf } from '../../actions/webhook-setup';
import { ok } from '../../http/answer';
import { noSuchStore } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id } from '../../schemas/fields';
import { WebhookSetupBody } from '../../schemas/webhook-setup';

export const getWebhookSetup = readRoute({
  path: '/v1/stores/:id/webhook-setup',
  operationId: 'getWebhookSetup',
  who: 'integrations:manage',
  summary: 'Read how to enter webhooks by hand',
  description: 'For a store whose key may only read: delivery URL, topics, and where they belong in the shop’s admin.',
  params: z.strictObject({ id: Id }),
  answers: { 200: WebhookSetupBody },
  problems: ['conflict'],

  async read(sql, { params }, { publicUrl }) {
    const store = await getStore(sql, params.id);
    if (!store) return noSuchStore(params.id);
    const setup = webhookSetupOf(store, publicUrl);
    return setup.kind === 'problem' ? setup : ok(setupBody(setup));
  },
});
