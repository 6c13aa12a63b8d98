import { z } from 'zod';
import { listWebhookLogs } from '../../../logs/webhook-log';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
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

export const getWebhookLogs = readRoute({
  path: '/v1/webhook-logs',
  operationId: 'listWebhookLogs',
  who: 'integrations:view',
  summary: 'List the log of finished runs, newest first',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(WebhookLog) },

  read: (sql, { query }) => answerPage(query, ['webhook-logs', sql.tenantId], (page) => listWebhookLogs(sql, page)),
});
