import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { EVENT_TYPES, type EventType, TEST_EVENT } from '../model/events/event';
import { RUN_MODES, RUN_TRIGGERS } from '../model/run';
import { Id, Moment, PlatformName } from './schemas/fields';

const Counts = z.record(z.string(), z.int());

const OfRun = z.strictObject({
  run_id: Id,
  store_id: Id,
  platform: PlatformName,
  mode: z.enum(RUN_MODES),
  status: z.string(),
});

const EndedRun = OfRun.extend({
  trigger: z.enum(RUN_TRIGGERS),
  error: z.strictObject({ type: z.string(), message: z.string() }).loose().nullable(),
  problems: z.array(z.strictObject({ type: z.string(), message: z.string(), count: z.int() }).loose()),
  products: Counts,
  variants: Counts,
  started_at: Moment.nullable(),
  finished_at: Moment,
});

const OfStore = z.strictObject({ store_id: Id, platform: PlatformName, name: z.string() });

const EVENTS: Record<EventType | typeof TEST_EVENT, { summary: string; data: z.ZodType }> = {
  'sync.completed': { summary: 'A sync completed; a lesser one only when it changed something', data: EndedRun },
  'sync.completed_with_errors': { summary: 'A sync came to its end, and not all of it is right', data: EndedRun },
  'sync.failed': { summary: 'A sync did not come to its end', data: EndedRun },
  'sync.awaiting_approval': { summary: 'A sync waits for somebody’s decision', data: OfRun },
  'store.needs_attention': { summary: 'A store’s owner has to mend it', data: OfStore.extend({ detail: z.string() }) },
  'store.recovered': { summary: 'A store answers again', data: OfStore },
  'catalog.changed': {
    summary: 'Products of a store changed: at most once a minute and store',
    data: z.strictObject({
      store_id: Id,
      platform: PlatformName,
      run_id: Id.meta({ description: 'The last run that changed something' }),
      changes: Counts.meta({ description: 'Entries of GET /v1/catalog/changes, by kind' }),
      first_seq: z.int(),
      last_seq: z.int(),
    }),
  },
  'endpoint.test': { summary: 'Somebody asked for a test', data: z.strictObject({ endpoint_id: Id }) },
};

const DESCRIPTION =
  'Signed as Standard Webhooks says, with `webhook-id`, `webhook-timestamp` and `webhook-signature`. It may come twice under one `id`, and in any order.';

/** What endpoints are sent. */
export function registerWebhooks(registry: OpenAPIRegistry): void {
  for (const type of [...EVENT_TYPES, TEST_EVENT] as const) {
    const { summary, data } = EVENTS[type];
    const schema = z.strictObject({ id: Id, type: z.literal(type), at: Moment, tenant_id: Id, data });
    registry.registerWebhook({
      method: 'post',
      path: type,
      operationId: `on ${type}`.replace(/[ ._](\w)/g, (_, letter: string) => letter.toUpperCase()),
      summary,
      description: DESCRIPTION,
      tags: ['event-endpoints'],
      security: [],
      request: { body: { required: true, content: { 'application/json': { schema } } } },
      responses: {
        '2XX': { description: 'It was taken. Anything else, a redirect too, is tried again for three days' },
      },
    });
  }
}
