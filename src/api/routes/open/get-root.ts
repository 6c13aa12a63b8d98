import { z } from 'zod';
import { VERSION } from '../../../process/version';
import { DESCRIPTION } from '../../description';
import { ok } from '../../http/answer';
import { route } from '../../http/route';

/** Where to go from here. */
const LINKS = { docs: '/docs', openapi: '/openapi.json', health: '/healthz', ready: '/readyz' } as const;

export const getRoot = route({
  method: 'get',
  path: '/',
  operationId: 'getService',
  who: 'open',
  summary: 'What this is',
  description: 'As a page for browsers.',
  answers: {
    200: z.strictObject({
      name: z.literal('catalog-sync'),
      version: z.string(),
      description: z.string(),
      links: z.strictObject({ docs: z.string(), openapi: z.string(), health: z.string(), ready: z.string() }),
    }),
  },

  handle: async () => ok({ name: 'catalog-sync', version: VERSION, description: DESCRIPTION, links: LINKS }),
});
