import express, { type NextFunction, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import type { Admission } from '../limits/admission';
import { type Answer, sendAnswer, sendChunks } from './answer';
import { asTenant } from './as-tenant';
import { authenticate } from './authenticate';
import type { Caller, Known } from './caller';
import { type Claim, claimOf } from './claim';
import { hasBody } from './has-body';
import { callerFields } from './log-request';
import { noteRefusal, originOf } from './note-refusal';
import { type Problem, problem } from './problem';
import { withRawBody } from './raw-body';
import type { HandlingRoute, Route } from './route';
import type { RouteServices } from './services';

const MOST_BYTES = 1024 * 1024;
const readJson = express.json({ limit: MOST_BYTES, type: () => true });

/** Runs one request through a route: who is calling, what the body is, what the route answers. */
export function serveRoute(route: Route, services: RouteServices, admission: Admission) {
  return async (request: Request, response: Response): Promise<void> => {
    const answer = await answerOf(route, services, admission, request, response);
    if (answer.kind === 'streamed') {
      await sendChunks(response, answer);
      return;
    }
    if (answer.kind === 'problem' && answer.refusal) noteRefusal(services, route, answer.refusal, request, response);
    // A delivery that nobody signed tries no key, and its address is nobody's in particular.
    const isUnknown = route.who !== 'open' && answer.kind === 'problem' && answer.code === 'unauthenticated';
    sendAnswer(response, isUnknown ? admission.refused(request) : answer);
  };
}

const METRICS_REFUSED = problem('unauthenticated', 'Send METRICS_TOKEN of the settings: Authorization: Bearer …', {
  headers: { 'WWW-Authenticate': 'Bearer' },
});

async function answerOf(
  route: Route,
  services: RouteServices,
  admission: Admission,
  request: Request,
  response: Response,
): Promise<Answer> {
  if (route.kind === 'receiving') return receivedAnswer(services, request, response);
  if (route.token !== undefined && !admission.mayReadMetrics(request)) return METRICS_REFUSED;
  if (route.who === 'open') return handledAnswer(route, null, services, request, response);
  const claim = await claimOf(request.headers, { ...services, isOperators: admission.isOperators });
  if (claim.kind === 'problem') return claim;
  const refused = await admission.admit(claim, response);
  if (refused !== null) return refused;

  const { params, query } = request;
  const raw = { params, query, body: undefined };
  if (route.overAll !== null && claim.kind === 'operator' && claim.tenantId === null) {
    const log = know(response, claim.caller);
    const body = route.readsBody ? await bodyOf(request, response) : { kind: 'body' as const, value: undefined };
    if (body.kind === 'problem') return body;
    return route.overAll.answer({ ...raw, body: body.value }, { ...services, log });
  }
  if (route.kind === 'handling') return handledAnswer(route, claim, services, request, response);
  return asTenant(services.database, claim, { scope: route.who, reads: true }, (caller, sql): Promise<Answer> => {
    know(response, caller);
    return route.answer(raw, sql, services);
  });
}

async function handledAnswer(
  route: HandlingRoute,
  claim: Claim | null,
  services: RouteServices,
  request: Request,
  response: Response,
): Promise<Answer> {
  const known = await authenticate(route, claim, services.database);
  if (known.kind === 'problem') return known;
  const log = know(response, known.caller);
  const caller: Caller = known.caller && { ...known.caller, from: originOf(request, response) };

  const body = route.readsBody ? await bodyOf(request, response) : { kind: 'body' as const, value: undefined };
  if (body.kind === 'problem') return body;
  const { params, query } = request;
  const idempotencyKey = request.get('Idempotency-Key');
  const context = { caller, services: { ...services, log }, idempotencyKey };
  return route.answer({ params, query, body: body.value }, context);
}

/** Query and content type are of no interest: whoever sends it decides on them, and signs neither. */
function receivedAnswer(
  { receiver, deliveries }: RouteServices,
  request: Request,
  response: Response,
): Promise<Answer> {
  const log = know(response, null);
  const { platform = '', store_id: storeId = '' } = request.params as Record<string, string | undefined>;
  return receiver.receive({ platform, storeId, headers: request.headers, log }, (work) =>
    withRawBody(request, deliveries, work),
  );
}

/** For what is done behind the answer, and for the log. */
function know({ locals }: Response, caller: Known): Logger {
  locals.caller = caller;
  locals.log = locals.log.child(callerFields(caller));
  return locals.log;
}

/** Express takes a body without a matching parser for none, so that a form would look like an empty request. */
async function bodyOf(request: Request, response: Response): Promise<{ kind: 'body'; value: unknown } | Problem> {
  if (!hasBody(request)) return { kind: 'body', value: undefined };
  if (mediaTypeOf(request) !== 'application/json') {
    return problem('unsupported_media_type', 'Send the body as JSON, with Content-Type: application/json.');
  }
  await new Promise<void>((resolve, reject) => {
    const next: NextFunction = (error?: unknown) => (error === undefined ? resolve() : reject(error));
    // The parser itself reads a body that is too large to its end before it says so, and this one may have none.
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) reject(Object.assign(new Error('the body is too large'), { type: 'entity.too.large' }));
    });
    readJson(request, response, next);
  });
  return { kind: 'body', value: request.body };
}

function mediaTypeOf({ headers }: Request): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}
