import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, restError } from './answers/answer';
import { errorPage, serverPage, themeNotFound } from './faults/error-pages';
import type { FaultAnswer } from './faults/faults';
import { pluginAnswer } from './faults/plugin-answer';
import { translated } from './faults/translated';
import { parseQuery, type Query, queryOf } from './listing/parse-query';
import { answerRest } from './routes/answer-rest';
import { isFrontPage, restLink, routeOf } from './routes/rest-root';
import type { RunningShop } from './shop';
import type { ShopState } from './shop-state';

const NOTICE =
  '<br />\n<b>Notice</b>:  Undefined variable: foo in <b>/srv/wp-content/plugins/bad/bad.php</b> on line <b>12</b><br />\n';

/** Serves one request of one shop; `below` is the path under the shop, with its query. */
export async function handleShopRequest(
  running: RunningShop,
  request: IncomingMessage,
  response: ServerResponse,
  below: string,
): Promise<void> {
  const { shop, counter, log, pageTimeMs } = running;
  const [path = '', search = ''] = split(below);
  const userAgent = request.headers['user-agent'] ?? '';
  const logged = { at: new Date(), method: request.method ?? 'GET', path: below, userAgent, status: 0 };
  log.push(logged);
  const end = counter.begin(path);
  response.once('close', end);

  const body = await readBody(request);
  const struck = shop.faults.strike(below);
  for (const { change } of struck) change?.(shop);
  const faults = struck.flatMap(({ answer }) => answer ?? []);
  const waitMs = pageTimeMs + wish(faults, 'delayMs');
  if (waitMs > 0) await delay(waitMs, undefined, { ref: false });
  if (faults.some((fault) => 'hang' in fault)) return;
  if (faults.some((fault) => 'reset' in fault)) {
    request.socket.resetAndDestroy();
    return;
  }

  const played = faults.find((fault) => 'play' in fault);
  if (played !== undefined) {
    played.play(response, below);
    return;
  }

  const replaced = faults.map(replacement).find((other) => other !== null);
  const answer = replaced ?? (await trueAnswer(wish(faults, 'dropVariations')));
  const spoilt = faults.reduce<Answer>((other, fault) => pluginAnswer(spoil(other, fault), fault, below), answer);
  logged.status = spoilt.status;
  counter.answered(Buffer.byteLength(spoilt.body));
  // Before the client can see the end: its next request must not find this one still in flight.
  end();
  response.writeHead(spoilt.status, {
    Date: running.state.clock.now().toUTCString(),
    Server: 'nginx/1.22.1',
    ...spoilt.headers,
  });
  response.end(request.method === 'HEAD' ? '' : spoilt.body);
  // Behind the answer: a visit starts WP-Cron and does not wait for it.
  running.visit();

  async function trueAnswer(dropVariations: number): Promise<Answer> {
    const answer = await answerOfPhp(dropVariations);
    return headerBytes(answer) > running.headerBufferBytes ? serverPage(502) : answer;
  }

  async function answerOfPhp(dropVariations: number): Promise<Answer> {
    const { authenticate } = running;
    const state = changed(running.state, faults);
    const query = parseQuery(search);
    const rest = { shop: state, request, authenticate, sentPath: path, query, obeyed: obeyed(query, faults), body };
    const route = query.get('rest_route') ?? routeOf(path, state.restRoot);
    if (route !== null) return answerRest({ ...rest, path: route, dropVariations });
    const page = isFrontPage(path, state.restRoot) ? homePage(shop.name) : themeNotFound();
    return { ...page, headers: { Link: restLink(state), ...page.headers } };
  }
}

/** The shop as a fault makes it. */
function changed(state: ShopState, faults: readonly FaultAnswer[]): ShopState {
  const roots = faults.flatMap((fault) => ('restRoot' in fault ? fault.restRoot : []));
  const keys = faults.flatMap((fault) => ('key' in fault ? fault.key : []));
  return { ...state, restRoot: roots[0] ?? state.restRoot, key: Object.assign({ ...state.key }, ...keys) };
}

function split(pathAndQuery: string): [string, string] {
  const at = pathAndQuery.indexOf('?');
  return at === -1 ? [pathAndQuery, ''] : [pathAndQuery.slice(0, at), pathAndQuery.slice(at + 1)];
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** As they stand on the wire. */
function headerBytes({ headers }: Answer): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`), 0);
}

/** The number a fault of this kind asks for, 0 without one. */
function wish(faults: readonly FaultAnswer[], kind: 'delayMs' | 'dropVariations'): number {
  return faults.reduce((sum, fault) => sum + (kind in fault ? Number(Object.entries(fault)[0]?.[1]) : 0), 0);
}

/** What is left of a query where a web server or a plugin drops some of it. */
function obeyed(query: Query, faults: readonly FaultAnswer[]): Query {
  const ignored = faults.flatMap((fault) => ('ignores' in fault ? [fault.ignores] : []));
  if (ignored.length === 0) return query;
  return queryOf(query.pairs.filter(([name]) => !ignored.some((names) => names === 'all' || names.includes(name))));
}

function replacement(fault: FaultAnswer): Answer | null {
  if ('html' in fault) return errorPage(fault.html);
  if ('unauthorized' in fault) {
    return restError(401, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.');
  }
  if (!('status' in fault)) return null;
  const usual = serverPage(fault.status);
  return { ...usual, headers: { ...usual.headers, ...fault.headers }, body: fault.body ?? usual.body };
}

function spoil(answer: Answer, fault: FaultAnswer): Answer {
  if ('noticeBeforeJson' in fault) return { ...answer, body: NOTICE + answer.body };
  if ('noticeBeforeHeaders' in fault) {
    return { status: 200, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: NOTICE + answer.body };
  }
  if ('fromCache' in fault) return { ...answer, headers: { ...answer.headers, Age: `${fault.fromCache.ageSeconds}` } };
  if ('translated' in fault) return translated(answer);
  if ('truncate' in fault) return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
  if (!('emptyArray' in fault)) return answer;
  return { ...answer, headers: { ...answer.headers, 'X-WP-Total': '0', 'X-WP-TotalPages': '0' }, body: '[]' };
}

function homePage(name: string): Answer {
  const body = `<!DOCTYPE html>\n<html lang="en-US"><head><title>${name}</title></head><body></body></html>\n`;
  return { status: 200, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body };
}
