import type { z } from 'zod';
import type { TenantSql } from '../../database/sql';
import type { Scope } from '../../model/scopes';
import type { Answer } from './answer';
import { overAllOf, type ReadOverAll } from './over-all';
import { parseRequest } from './parse-request';
import type { ReadingRoute, RouteContract } from './route';
import type { ApiServices } from './services';

interface Definition<Params extends z.ZodObject, Query extends z.ZodObject> extends Omit<RouteContract, 'method'> {
  who: Scope;
  params?: Params;
  query?: Query;
  overAll?: ReadOverAll<Params, Query>;
  read(
    sql: TenantSql,
    request: { params: z.output<Params>; query: z.output<Query> },
    services: ApiServices,
  ): Promise<Answer>;
}

/**
 * A GET that only reads its tenant's rows. It shares its transaction with the question who is calling; a route that asks
 * another program too, which might take its time, is a `route`.
 */
export function readRoute<
  Params extends z.ZodObject = z.ZodObject<Record<string, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<string, never>>,
>(definition: Definition<Params, Query>): ReadingRoute {
  const { params = null, query = null, overAll, read, ...contract } = definition;
  const schemas = { params, query, body: null, readsBody: false };
  return {
    kind: 'reading',
    method: 'get',
    ...contract,
    ...schemas,
    overAll: overAll ? overAllOf(schemas, overAll) : null,
    async answer(raw, sql, services) {
      const parsed = parseRequest(schemas, raw);
      if (parsed.kind === 'problem') return parsed;
      const request = { params: parsed.params as z.output<Params>, query: parsed.query as z.output<Query> };
      return read(sql, request, services);
    },
  };
}
