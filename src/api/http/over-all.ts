import type { z } from 'zod';
import { Id } from '../schemas/fields';
import type { Answer } from './answer';
import { parseRequest } from './parse-request';
import type { OverAll } from './route';
import type { ApiServices } from './services';

const tenantId = Id.optional().meta({ description: 'Operators without X-TENANT-ID: only what is this tenant’s' });

/** How a GET reads over all tenants: what it answers says of each item whose it is. */
export type ReadOverAll<Params extends z.ZodObject, Query extends z.ZodObject> = (
  services: ApiServices,
  request: { params: z.output<Params>; query: z.output<Query> & { tenant_id?: string | undefined } },
) => Promise<Answer>;

export function overAllOf<Params extends z.ZodObject, Query extends z.ZodObject>(
  { params, query: own }: { params: z.ZodObject | null; query: z.ZodObject | null },
  read: ReadOverAll<Params, Query>,
): OverAll {
  const query = own?.extend({ tenant_id: tenantId }) ?? null;
  return {
    query,
    async answer(raw, services) {
      const parsed = parseRequest({ params, query, body: null, readsBody: false }, raw);
      if (parsed.kind === 'problem') return parsed;
      return read(services, {
        params: parsed.params as z.output<Params>,
        query: parsed.query as z.output<Query> & { tenant_id?: string | undefined },
      });
    },
  };
}
