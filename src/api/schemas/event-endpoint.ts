import { z } from 'zod';
import { DELIVERY_STATES, EVENT_TYPES, TEST_EVENT } from '../../model/events/event';
import type { Endpoint } from '../../outgoing/endpoints/endpoint';
import { Id, Moment, text } from './fields';

const EventName = z.enum(EVENT_TYPES);

export const EventNames = z
  .array(EventName)
  .min(1, 'name at least one')
  .max(EVENT_TYPES.length)
  .transform((names) => [...new Set(names)]);

export const Description = text(200).nullable();

/** With a password in it, it would stand in answers and logs. */
export const ReceiverUrl = text(2_000)
  .refine(
    (given) => URL.canParse(given) && /^https?:$/.test(new URL(given).protocol),
    'must be an address with https://',
  )
  .refine(
    (given) => !URL.canParse(given) || (new URL(given).username === '' && new URL(given).password === ''),
    'must not hold a user or a password: check the signature instead',
  );

export const EndpointBody = z
  .strictObject({
    id: Id,
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(EventName),
    status: z.enum(['active', 'failing', 'paused']).meta({
      description: '`failing`: its last try failed. `paused`: nothing is sent, what happens waits',
    }),
    paused: z
      .strictObject({
        since: Moment,
        reason: z.enum(['by_hand', 'failing']).meta({ description: '`failing`: it took nothing for 5 days' }),
      })
      .nullable(),
    failing_since: Moment.nullable(),
    last_problem: z.string().nullable(),
    last_success_at: Moment.nullable().meta({ description: 'To the minute' }),
    former_secret_until: Moment.nullable().meta({ description: 'Until then the secret before signs too' }),
    created_at: Moment,
  })
  .meta({ id: 'EventEndpoint' });

export const Secret = z
  .string()
  .meta({ description: 'For the library of Standard Webhooks. Shown once', example: 'whsec_…' });

export const DeliveryBody = z
  .strictObject({
    id: Id,
    event_id: Id.meta({ description: 'Its `webhook-id`: the same however often it comes' }),
    type: z.enum([...EVENT_TYPES, TEST_EVENT]),
    state: z.enum(DELIVERY_STATES),
    tries: z.int(),
    next_try_at: Moment.nullable(),
    response: z
      .strictObject({ status: z.int(), body: z.string().meta({ description: 'Its beginning' }), ms: z.int() })
      .nullable()
      .meta({ description: 'The last answer' }),
    problem: z.string().nullable().meta({ description: 'Why no answer came' }),
    created_at: Moment,
    finished_at: Moment.nullable(),
  })
  .meta({ id: 'EventDelivery' });

/** For the audit log: the path of an address may tell more than who it is. */
export const auditedEndpoint = ({ id, url, events }: Pick<Endpoint, 'id' | 'url' | 'events'>) => ({
  endpoint_id: id,
  origin: new URL(url).origin,
  events,
});
