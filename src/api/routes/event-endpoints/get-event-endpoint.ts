import { z } from 'zod';
import { readEndpoint } from '../../../outgoing/endpoints/list-endpoints';
import { noSuchEndpoint } from '../../actions/endpoint-problems';
import { ok } from '../../http/answer';
import { readRoute } from '../../http/read-route';
import { EndpointBody } from '../../schemas/event-endpoint';
import { Id } from '../../schemas/fields';

export const getEventEndpoint = readRoute({
  path: '/v1/event-endpoints/:id',
  operationId: 'getEventEndpoint',
  who: 'integrations:manage',
  summary: 'Read an event endpoint',
  params: z.strictObject({ id: Id }),
  answers: { 200: EndpointBody },

  async read(sql, { params: { id } }) {
    const endpoint = await readEndpoint(sql, id);
    return endpoint === null ? noSuchEndpoint(id) : ok(endpoint);
  },
});
