import { z } from 'zod';
import { listEndpoints } from '../../../outgoing/endpoints/list-endpoints';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { EndpointBody } from '../../schemas/event-endpoint';

export const getEventEndpoints = readRoute({
  path: '/v1/event-endpoints',
  operationId: 'listEventEndpoints',
  who: 'integrations:manage',
  summary: 'List event endpoints, newest first',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(EndpointBody) },

  read: (sql, { query }) => answerPage(query, ['event-endpoints', sql.tenantId], (page) => listEndpoints(sql, page)),
});
