import { z } from 'zod';
import { HINT_STATES } from '../../../model/webhooks/hints';
import { listWebhookEvents } from '../../../stores/webhooks/list-webhook-events';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { Id, Moment } from '../../schemas/fields';

const WebhookEvent = z
  .strictObject({
    id: Id,
    received_at: Moment,
    store_id: Id,
    topic: z.string().meta({ description: 'In the platform’s own words; unknown: one that is none of its' }),
    external_ids: z.array(z.string()).meta({ description: 'Of products, variants or inventory items in the store' }),
    state: z.enum(HINT_STATES),
    run_id: Id.nullable().meta({ description: 'That settled it; null where none had to' }),
    processing_ms: z.int().nullable().meta({ description: 'Until it was settled; null while it is pending' }),
    reason: z.string().nullable(),
  })
  .meta({ id: 'WebhookEvent' });

export const getWebhookEvents = readRoute({
  path: '/v1/webhook-events',
  operationId: 'listWebhookEvents',
  who: 'integrations:view',
  summary: 'List what stores told, newest first',
  description: 'Hints, never truth: they only choose what is read again from the store.',
  query: z.strictObject({ ...pageQuery, store_id: Id.optional(), state: z.enum(HINT_STATES).optional() }),
  answers: { 200: pageOf(WebhookEvent) },

  read(sql, { query }) {
    const { store_id: storeId, state } = query;
    return answerPage(query, ['webhook-events', sql.tenantId, storeId, state], (page) =>
      listWebhookEvents(sql, { ...page, storeId, state }),
    );
  },
});
