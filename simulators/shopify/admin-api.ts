import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { tokenGrant } from './access/token-grant';
import { type Answer, html, json, statusAnswer } from './answer';
import type { Fault, FaultAnswer } from './faults';
import { type GraphqlRequest, graphqlAnswer } from './graphql-answer';
import { SCHEMA_VERSION } from './schema/load-schema';
import type { ShopifyShop } from './shop';

/** An answer, or what happens to the connection instead. */
export type Outcome = Answer | 'hang' | 'reset' | ((response: ServerResponse) => void);

const GRAPHQL_PATH = /^\/admin\/api\/(\d{4}-\d{2}|unstable)\/graphql\.json$/;
const MOST_LOGGED = 10_000;

/** Answers one request to a shop's admin, whatever its faults make of it; counts and logs it. */
export async function answerShop(
  shop: ShopifyShop,
  path: string,
  message: IncomingMessage,
  body: string,
): Promise<Outcome> {
  const { counters } = shop;
  const startedAt = performance.now();
  const request = GRAPHQL_PATH.test(path) ? graphqlRequest(body) : null;
  counters.requests++;
  counters.inFlight++;
  counters.mostInFlight = Math.max(counters.mostInFlight, counters.inFlight);
  try {
    const outcome = dated(shop, await withFault(shop, path, message, body, request));
    const ms = Math.round(performance.now() - startedAt);
    if (typeof outcome === 'object') counters.bytes += Buffer.byteLength(outcome.body);
    const status = typeof outcome === 'object' ? outcome.status : 0;
    const { query = null, variables = null } = request ?? {};
    shop.requestLog.push({ at: new Date().toISOString(), path, query, variables, status, ms });
    if (shop.requestLog.length > MOST_LOGGED) shop.requestLog.shift();
    return outcome;
  } finally {
    counters.inFlight--;
  }
}

/** Every answer tells the shop's clock, unless it was written by hand. */
function dated({ clock }: ShopifyShop, outcome: Outcome): Outcome {
  if (typeof outcome !== 'object') return outcome;
  return { ...outcome, headers: { date: clock.now().toUTCString(), ...outcome.headers } };
}

async function withFault(
  shop: ShopifyShop,
  path: string,
  message: IncomingMessage,
  body: string,
  request: GraphqlRequest | null,
): Promise<Outcome> {
  const subject = request ? `${request.query}\n${JSON.stringify(request.variables)}` : `${path}\n${body}`;
  const fault: Fault | null = shop.faults.next(subject);
  fault?.change?.(shop);
  const answer = fault?.answer ?? null;
  if (answer && 'hang' in answer) return 'hang';
  if (answer && 'reset' in answer) return 'reset';
  if (answer && 'play' in answer) return (response) => answer.play(response, subject);
  if (answer && 'html' in answer) return html(answer.html, `${answer.html} Something went wrong`);
  if (answer && 'status' in answer) return faultyStatus(answer);

  const waitMs = (shop.options.pageTimeMs ?? 0) + (answer && 'delayMs' in answer ? answer.delayMs : 0);
  if (waitMs > 0) await sleep(waitMs);

  const whole = route(shop, path, message, body, request, answer);
  return answer && 'truncate' in answer ? { ...whole, body: whole.body.slice(0, whole.body.length / 2) } : whole;
}

function route(
  shop: ShopifyShop,
  path: string,
  message: IncomingMessage,
  body: string,
  request: GraphqlRequest | null,
  fault: FaultAnswer | null,
): Answer {
  const header = (name: string) => `${message.headers[name] ?? ''}`;
  if (message.method === 'GET') return bulkFile(shop, path, header('range'));
  if (message.method !== 'POST') return statusAnswer(404);
  if (path === '/admin/oauth/access_token') {
    return tokenGrant(shop, body, { contentType: header('content-type'), accept: header('accept') });
  }
  if (!GRAPHQL_PATH.test(path)) return statusAnswer(404);
  if (!shop.tokens.accepts(header('x-shopify-access-token'))) return statusAnswer(401);
  if (!request) return json(400, { errors: { query: 'Required parameter missing or invalid' } });

  const answer = graphqlAnswer(shop, request, fault);
  // Shopify names the version that served: it differs from the one asked for when that is no longer supported.
  answer.headers['x-shopify-api-version'] = SCHEMA_VERSION;
  return answer;
}

/**
 * The result of a bulk operation: whoever knows its address may read it, and no token must be sent there. As Google's
 * storage does, it serves the rest of a file from a byte on.
 */
function bulkFile(shop: ShopifyShop, path: string, range: string): Answer {
  const [, id] = /^\/bulk-files\/(\d+)\.jsonl$/.exec(path) ?? [];
  const body = id && shop.bulk.file(id);
  if (!body) return statusAnswer(404);
  const headers = { 'content-type': 'application/jsonl' };
  const [, from] = /^bytes=(\d+)-$/.exec(range) ?? [];
  if (from === undefined) return { status: 200, headers, body };

  const bytes = Buffer.from(body);
  if (Number(from) >= bytes.length) return statusAnswer(416);
  const contentRange = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
  const rest = bytes.subarray(Number(from)).toString('utf8');
  return { status: 206, headers: { ...headers, 'content-range': contentRange }, body: rest };
}

function faultyStatus({ status, headers, body }: Extract<FaultAnswer, { status: number }>): Answer {
  const usual = statusAnswer(status);
  const answer = body === undefined ? usual : typeof body === 'string' ? { ...usual, body } : json(status, body);
  return { ...answer, headers: { ...usual.headers, ...answer.headers, ...headers } };
}

function graphqlRequest(body: string): GraphqlRequest | null {
  try {
    const { query, variables, operationName } = JSON.parse(body);
    if (typeof query !== 'string') return null;
    return { query, variables: variables ?? {}, operationName: operationName ?? undefined };
  } catch {
    return null;
  }
}
