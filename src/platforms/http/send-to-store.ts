import { Agent, type Dispatcher, request as send } from 'undici';
import { timeLimit } from '../../process/time-limit';
import { USER_AGENT } from '../../process/version';
import type { StoreProblem } from '../problem';
import type { StoreSurroundings } from '../store-platform';
import { lookupPublicOnly, refusedAddress } from './address-guard';
import { beyondJsonLimits } from './json-limits';
import { codeOf, problemOfAnswer, problemOfError } from './problem-of-answer';
import { type Quote, quoting } from './quote';
import { readBody } from './read-body';
import { countStoreRequest } from './request-metrics';
import { addressForPeople, type StoreAnswer } from './store-answer';
import type { StoreTraffic } from './traffic';

const TIMEOUT_MS = 30_000;
const MOST_REDIRECTS = 3;

/** In messages. A tenant's own are shorter, but for folders that nobody has. */
const LONGEST_ADDRESS = 500;

/** Bytes of text by what is asked for. A page of 250 products has 0.3–2 MB; beyond the limit smaller ones are asked for. */
export const BODY_LIMITS = { page: 16 * 1024 * 1024, facts: 256 * 1024, error: 64 * 1024 } as const;

/** Characters of all answers that one page of products is made of: it is held until all of them came. */
export const MOST_OF_A_PAGE = 96 * 1024 * 1024;

/** Our own timer ends a request; undici's would only make a second, differently worded time-out of it. */
const AGENT = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 10_000 };
const publicOnly = new Agent({ ...AGENT, connect: { lookup: lookupPublicOnly } });
const anywhere = new Agent(AGENT);

/** Connections to what the surroundings allow; whoever uses it looks at `refusedAddress` first. */
export function dispatcherFor({ allowPrivateStores }: StoreSurroundings): Dispatcher {
  return allowPrivateStores ? anywhere : publicOnly;
}

export interface StoreRequest {
  /** By its name in `model/platform.ts`: requests are counted by it. */
  platform: string;
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  timeoutMs?: number;
  /** Of an answer's text, unpacked; `BODY_LIMITS` has those by purpose. */
  mostBytes?: number;
  /** Of this store, wherever the request has them: no message may say them back. */
  secrets: readonly string[];
  /** Absent where nobody counts: while a store is connected. */
  traffic?: StoreTraffic | undefined;
  /** The address for a second try: OAuth 1.0a signs each try anew, a repeated nonce is refused. */
  signAgain?: () => URL;
}

/**
 * One request to a store, answered whatever its status. What keeps an answer from coming is a `StoreProblem`;
 * only an abort by the caller's signal throws (its reason).
 */
export async function sendToStore(
  request: StoreRequest,
  surroundings: StoreSurroundings,
): Promise<StoreAnswer | StoreProblem> {
  let { url } = request;
  for (let redirects = 0; ; redirects++) {
    const outcome = await exchange({ ...request, url }, surroundings);
    if (outcome.kind !== 'answer') return outcome;

    const target = redirectOf(outcome, url);
    if (target === null) return outcome;
    const mayFollow = request.method === 'GET' && target.origin === url.origin && redirects < MOST_REDIRECTS;
    if (!mayFollow || target.href === url.href) return redirectedAway(url, target, outcome, redirects);
    url = target;
  }
}

async function exchange(request: StoreRequest, surroundings: StoreSurroundings): Promise<StoreAnswer | StoreProblem> {
  request.signal.throwIfAborted();
  const held = request.traffic?.held() ?? null;
  if (held !== null) return { kind: 'throttled', waitMs: held.forMs, detail: held.why };
  const refusal = refusedAddress(request.url, surroundings);
  if (refusal !== null) return refusal;

  const limit = timeLimit(request.signal, request.timeoutMs ?? TIMEOUT_MS);
  const startedAt = performance.now();
  let status: number | null = null;
  try {
    request.traffic?.count();
    const response = await sendOnce(request, dispatcherFor(surroundings), limit.signal);
    status = response.statusCode;
    const answer = await readAnswer(response, request);
    const problem = answer.kind === 'answer' ? problemOfAnswer(answer) : null;
    if (problem?.kind === 'throttled') request.traffic?.hold(problem.waitMs, problem.detail);
    return answer;
  } catch (error) {
    request.signal.throwIfAborted();
    if (limit.isOver()) return timedOut(request);
    return problemOfError(error, addressForPeople(request.url));
  } finally {
    limit.clear();
    countStoreRequest(request.platform, status, (performance.now() - startedAt) / 1_000);
  }
}

/** Servers close idle keep-alive connections just when we write to them: a GET is sent again at once, over a new one. */
async function sendOnce(request: StoreRequest, dispatcher: Dispatcher, signal: AbortSignal) {
  const { method, headers, body } = request;
  const options = {
    method,
    dispatcher,
    signal,
    headers: { accept: 'application/json', ...headers, 'user-agent': USER_AGENT, 'accept-encoding': 'gzip' },
    body: body ?? null,
  };
  try {
    return await send(request.url, options);
  } catch (error) {
    if (method !== 'GET' || signal.aborted || !CLOSED_WHILE_IDLE.has(codeOf(error).code)) throw error;
    return send(request.signAgain?.() ?? request.url, options);
  }
}

const CLOSED_WHILE_IDLE = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

async function readAnswer(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  { url, secrets, mostBytes = BODY_LIMITS.page }: StoreRequest,
): Promise<StoreAnswer | StoreProblem> {
  const isError = status < 200 || status > 299;
  const read = await readBody(body, headers['content-encoding'], isError ? BODY_LIMITS.error : mostBytes);
  if (read.kind === 'too_large' && !isError) {
    return tooLarge(url, status, `is larger than ${Math.floor(mostBytes / 1024)} kB`);
  }
  if (read.kind === 'dropped' && !isError) return tooLarge(url, status, 'is too large beside all that come just now');
  const beyond = beyondJsonLimits(read.text);
  if (beyond !== null && !isError) return tooLarge(url, status, beyond);

  const header = (name: string) => headers[name.toLowerCase()]?.toString() ?? null;
  // Most answers are quoted nowhere: the forms of the secrets are made for those that are.
  const quote: Quote = (text, most) => quoting(secrets)(text, most);
  // Nobody can read what it says, so its status alone counts.
  const text = beyond === null ? read.text : '';
  // Its path may be one that the store redirected to.
  const address = quote(addressForPeople(url), LONGEST_ADDRESS);
  return { kind: 'answer', status, header, text, date: clockOf(header), address, quote };
}

/** Beyond, years have a sign and six digits, which PostgreSQL does not read. A year before, so that hours may be added. */
const CLOCK_ENDS_AT = Date.UTC(9999, 0);

/** Where a cache answered, `Date` may be that of its answer: `Age` tells how old it is. null for what no clock says. */
function clockOf(header: StoreAnswer['header']): string | null {
  const age = /^\d{1,9}$/.exec(header('age') ?? '')?.[0] ?? '0';
  const time = Date.parse(header('date') ?? '') - Number(age) * 1_000;
  return time >= 0 && time < CLOCK_ENDS_AT ? new Date(time).toISOString() : null;
}

function redirectOf({ status, header }: StoreAnswer, from: URL): URL | null {
  const location = header('location');
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return null;
  return URL.canParse(location, from.href) ? new URL(location, from) : null;
}

/** Credentials go to the origin they were given for, and nowhere else; what is written is not sent twice. */
function redirectedAway(from: URL, to: URL, { status, quote }: StoreAnswer, followed: number): StoreProblem {
  const [here, there] = [addressForPeople(from), quote(addressForPeople(to))];
  const circle = 'a rule of the shop, its host or a proxy in front of it runs in a circle';
  let detail = `${here} redirects to ${there}; connect the store with the address that it wants, ${quote(to.origin)}`;
  if (to.href === from.href) {
    detail = `${here} redirects to itself: ${circle} (often http and https); it has to be mended there`;
  } else if (to.origin === from.origin && followed === MOST_REDIRECTS) {
    detail = `${here} redirects to ${there}, after ${followed} redirects before it: ${circle}; it has to be mended there`;
  }
  return { kind: 'unavailable', status, detail };
}

function timedOut({ url, timeoutMs = TIMEOUT_MS }: StoreRequest): StoreProblem {
  const detail = `${addressForPeople(url)} did not answer within ${timeoutMs / 1000} s`;
  return { kind: 'unavailable', status: null, detail };
}

/** Instead of one more answer for a page that holds enough. */
export function pageTooLarge(): StoreProblem {
  const most = MOST_OF_A_PAGE / 1024 / 1024;
  const detail = `the products that were asked for together, with what belongs to them, are larger than ${most} MB`;
  return { kind: 'unreadable', status: 200, detail, cause: 'too_large' };
}

function tooLarge(url: URL, status: number, how: string): StoreProblem {
  const detail = `the answer of ${addressForPeople(url)} ${how}`;
  return { kind: 'unreadable', status, detail, cause: 'too_large' };
}
