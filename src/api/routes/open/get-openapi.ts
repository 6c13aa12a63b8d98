import { z } from 'zod';
import { ok } from '../../http/answer';
import { type Route, route } from '../../http/route';
import { openApiOf } from '../../openapi';

/** `routes` is asked for late: the table of routes holds this one too. */
export const getOpenApi = (routes: () => readonly Route[]): Route => {
  let contract: object | undefined;
  return route({
    method: 'get',
    path: '/openapi.json',
    operationId: 'getContract',
    who: 'open',
    summary: 'This contract as OpenAPI 3.1; to be read at /docs',
    answers: { 200: z.looseObject({ openapi: z.string() }) },

    async handle() {
      contract ??= openApiOf(routes());
      return ok(contract);
    },
  });
};
