import express, { type NextFunction, type Request, type Response } from 'express';
import type { Answer } from './answer';
import { authenticate } from './authenticate';
import { callerFields } from './log-request';
import { type Problem, problem } from './problem';
import type { Route } from './route';
import { sendAnswer } from './send-answer';
import type { ApiServices } from './services';

const readJson = express.json({ limit: '1mb', type: () => true });

/** Runs one request through a route: who is calling, what the body is, what the route answers. */
export function serveRoute(route: Route, services: ApiServices) {
  return async (request: Request, response: Response): Promise<void> => {
    sendAnswer(response, await answerOf(route, services, request, response));
  };
}

async function answerOf(route: Route, services: ApiServices, request: Request, response: Response): Promise<Answer> {
  const known = await authenticate(route.who, request.headers, services);
  if (known.kind === 'problem') return known;
  const log = response.locals.log.child(callerFields(known.caller));
  response.locals.log = log;

  const body = route.readsBody ? await bodyOf(request, response) : { kind: 'body' as const, value: undefined };
  if (body.kind === 'problem') return body;
  const { params, query } = request;
  return route.answer({ params, query, body: body.value }, { caller: known.caller, services: { ...services, log } });
}

/** Express takes a body without a matching parser for none, so that a form would look like an empty request. */
async function bodyOf(request: Request, response: Response): Promise<{ kind: 'body'; value: unknown } | Problem> {
  if (!hasBody(request)) return { kind: 'body', value: undefined };
  if (mediaTypeOf(request) !== 'application/json') {
    return problem('unsupported_media_type', 'Send the body as JSON, with Content-Type: application/json.');
  }
  await new Promise<void>((resolve, reject) => {
    const next: NextFunction = (error?: unknown) => (error === undefined ? resolve() : reject(error));
    readJson(request, response, next);
  });
  return { kind: 'body', value: request.body };
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function mediaTypeOf({ headers }: Request): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}
