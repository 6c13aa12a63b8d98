import { z } from 'zod';
import { listWebhookLogs } from '../../../runs/list-webhook-logs';
import { answerPage, pageOf, pageQuery } from '../../page';
import { route } from '../../route';
import { Id, Moment } from '../../schemas/fields';

const WebhookLog = z
  .strictObject({
    id: Id,
    at: Moment,
    provider: z.string(),
    event: z.string(),
    status: z.string(),
    payload: z.record(z.string(), z.unknown()),
    processing_ms: z.int(),
    store_id: Id.nullable(),
    run_id: Id.nullable(),
  })
  .meta({ id: 'WebhookLog' });

export const getWebhookLogs = route({
  method: 'get',
  path: '/v1/webhook-logs',
  who: 'integrations:view',
  summary: 'List the log of finished runs, newest first',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(WebhookLog) },

  async handle({ caller, query, services }) {
    const tenantId = caller.tenant.id;
    return answerPage(query, ['webhook-logs', tenantId], (page) =>
      services.database.withTenant(tenantId, (sql) => listWebhookLogs(sql, page)),
    );
  },
});
