import type { z } from 'zod';
import { Id } from '../schemas/fields';
import type { Answer } from './answer';
import { parseRequest, type RequestSchemas } from './parse-request';
import type { OverAll } from './route';
import type { ApiServices } from './services';

const tenantId = Id.optional().meta({ description: 'Operators without X-TENANT-ID: only what is this tenant’s' });

/**
 * How something is read over all tenants: what it answers says of each item whose it is. What is no GET may do no more than
 * read here, either.
 */
export type ReadOverAll<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType = z.ZodType> = (
  services: ApiServices,
  request: {
    params: z.output<Params>;
    query: z.output<Query> & { tenant_id?: string | undefined };
    body: z.output<Body>;
  },
) => Promise<Answer>;

export function overAllOf<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>(
  { params, query: own, body, readsBody }: RequestSchemas,
  read: ReadOverAll<Params, Query, Body>,
): OverAll {
  const query = own?.extend({ tenant_id: tenantId }) ?? null;
  return {
    query,
    async answer(raw, services) {
      const parsed = parseRequest({ params, query, body, readsBody }, raw);
      if (parsed.kind === 'problem') return parsed;
      return read(services, {
        params: parsed.params as z.output<Params>,
        query: parsed.query as z.output<Query> & { tenant_id?: string | undefined },
        body: parsed.body as z.output<Body>,
      });
    },
  };
}
