import { z } from 'zod';
import { ok } from '../../http/answer';
import { route } from '../../http/route';

export const getHealthz = route({
  method: 'get',
  path: '/healthz',
  operationId: 'getLiveness',
  who: 'open',
  summary: 'Whether the process is up',
  answers: { 200: z.strictObject({ status: z.literal('up') }) },

  handle: async () => ok({ status: 'up' }),
});
