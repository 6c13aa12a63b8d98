import { z } from 'zod';
import { ok, type Success } from '../../http/answer';
import { tagged } from '../../http/entity-tag';
import { type Route, route } from '../../http/route';
import { openApiOf } from '../../openapi';

/** `routes` is asked for late: the table of routes holds this one too. */
export const getOpenApi = (routes: () => readonly Route[]): Route => {
  let contract: Success | undefined;
  return route({
    method: 'get',
    path: '/openapi.json',
    operationId: 'getContract',
    who: 'open',
    summary: 'This contract as OpenAPI 3.1; to be read at /docs',
    hasTag: true,
    answers: { 200: z.looseObject({ openapi: z.string() }) },

    async handle() {
      contract ??= tagged(ok(openApiOf(routes())));
      return contract;
    },
  });
};
