import { z } from 'zod';
import { WEBHOOK_STATES, WEBHOOK_WISHES } from '../../model/webhooks/webhook-states';
import { Moment } from './fields';

export const WebhookWishName = z.enum(WEBHOOK_WISHES).meta({
  description:
    '`auto`: webhooks are registered where that is possible; `off`: ours are removed, and what stores tell is not read: it is kept as `ignored`',
});

const Count = z.int().min(0);

/** How a store tells of news. */
export const WebhooksBody = z
  .strictObject({
    state: z.enum(WEBHOOK_STATES).meta({
      description:
        '`by_hand`: the key may only read, so the owner enters them in the shop’s admin (GET …/webhook-setup); `refused`: `reason` says what to do',
    }),
    reason: z.string().nullable(),
    delivery_url: z.string().nullable().meta({ description: 'Where the store sends to' }),
    topics: z.array(
      z.strictObject({
        topic: z.string().meta({ description: 'In the platform’s own words' }),
        state: z.enum(['registered', 'missing', 'refused']),
        since: Moment,
        reason: z.string().optional(),
      }),
    ),
    last_received_at: Moment.nullable(),
    pending: Count.meta({ description: 'What was told and is not read yet' }),
    oldest_pending_at: Moment.nullable(),
    deliveries: Count.meta({ description: 'Signed with the current secret, since it was changed last' }),
    deliveries_by_former: Count.meta({
      description: 'Beside those, ones that the secret before signed: while it grows, that one must not be revoked',
    }),
    wrong_signatures: Count,
  })
  .meta({ id: 'StoreWebhooks' });
