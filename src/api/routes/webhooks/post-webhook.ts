import { z } from 'zod';
import type { ReceivingRoute } from '../../http/route';

/** What others send in forms of their own: it is read as it came, and their signature says who they are. */
export const postWebhook: ReceivingRoute = {
  kind: 'receiving',
  method: 'post',
  path: '/webhooks/:platform/:store_id',
  operationId: 'receiveWebhook',
  who: 'open',
  summary: 'Receive what a store tells by itself',
  description:
    'For stores: their signature decides, over the very bytes of the body, of up to 5 MiB. 200 once it is kept; what it tells of is read again from the store then.',
  answers: { 200: null },
  problems: ['unauthenticated', 'too_large', 'database_unavailable', 'overloaded', 'secret_unreadable'],
  audits: { nothing: 'Nobody asks for it: what came stands in the inbox, and what came of it in runs.' },
  params: z.object({ platform: z.string(), store_id: z.string() }),
  query: null,
  body: null,
  readsBody: false,
  overAll: null,
};
