import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Agent, type Dispatcher, request as send } from 'undici';
import { USER_AGENT } from '../../process/version';
import type { StoreProblem } from '../problem';
import type { StoreSurroundings } from '../store-platform';
import { lookupPublicOnly, refusedAddress } from './address-guard';
import { codeOf, problemOfError } from './problem-of-answer';
import { addressForPeople, type StoreAnswer } from './store-answer';

const TIMEOUT_MS = 30_000;
const BODY_LIMIT = 64 * 1024 * 1024;
const MOST_REDIRECTS = 3;

/** Our own timer ends a request; undici's would only make a second, differently worded time-out of it. */
const AGENT = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 10_000 };
const publicOnly = new Agent({ ...AGENT, connect: { lookup: lookupPublicOnly } });
const anywhere = new Agent(AGENT);

/** Connections to what the surroundings allow; whoever uses it looks at `refusedAddress` first. */
export function dispatcherFor({ allowPrivateStores }: StoreSurroundings): Dispatcher {
  return allowPrivateStores ? anywhere : publicOnly;
}

const unzip = promisify(gunzip);

export interface StoreRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  timeoutMs?: number;
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
    if (target === null || request.method !== 'GET') return outcome;
    if (target.origin !== url.origin) return redirectedAway(url, target, outcome.status);
    if (redirects === MOST_REDIRECTS) return redirectedAway(url, target, outcome.status);
    url = target;
  }
}

async function exchange(request: StoreRequest, surroundings: StoreSurroundings): Promise<StoreAnswer | StoreProblem> {
  request.signal.throwIfAborted();
  const refusal = surroundings.allowPrivateStores ? null : refusedAddress(request.url);
  if (refusal !== null) return refusal;

  const limit = timeLimit(request.signal, request.timeoutMs ?? TIMEOUT_MS);
  try {
    const response = await sendOnce(request, dispatcherFor(surroundings), limit.signal);
    return await readAnswer(response, request.url);
  } catch (error) {
    request.signal.throwIfAborted();
    if (limit.signal.aborted) return timedOut(request);
    return problemOfError(error, addressForPeople(request.url));
  } finally {
    limit.clear();
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
  url: URL,
): Promise<StoreAnswer | StoreProblem> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > BODY_LIMIT) return tooLarge(url, status);
  }
  const text = await decompressed(Buffer.concat(chunks, bytes), headers['content-encoding']);
  if (text === null) return tooLarge(url, status);

  const header = (name: string) => headers[name.toLowerCase()]?.toString() ?? null;
  return { kind: 'answer', status, header, text, date: rfc3339(header('date')), address: addressForPeople(url) };
}

/** null when the text is larger than allowed: 64 MB of zeros are 64 kB on the wire. */
async function decompressed(body: Buffer, encoding: string | string[] | undefined): Promise<string | null> {
  if (body.length === 0 || !/gzip/i.test(encoding?.toString() ?? '')) return body.toString('utf8');
  try {
    return (await unzip(body, { maxOutputLength: BODY_LIMIT })).toString('utf8');
  } catch (error) {
    if (codeOf(error).code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}

function rfc3339(httpDate: string | null): string | null {
  const time = Date.parse(httpDate ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function redirectOf({ status, header }: StoreAnswer, from: URL): URL | null {
  const location = header('location');
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return null;
  return URL.canParse(location, from.href) ? new URL(location, from) : null;
}

/** Credentials go to the origin they were given for, and nowhere else. */
function redirectedAway(from: URL, to: URL, status: number): StoreProblem {
  const detail = `${addressForPeople(from)} redirects to ${addressForPeople(to)}; connect the store with the address that it wants`;
  return { kind: 'unavailable', status, detail };
}

function timedOut({ url, timeoutMs = TIMEOUT_MS }: StoreRequest): StoreProblem {
  const detail = `${addressForPeople(url)} did not answer within ${timeoutMs / 1000} s`;
  return { kind: 'unavailable', status: null, detail };
}

function tooLarge(url: URL, status: number): StoreProblem {
  return { kind: 'unreadable', status, detail: `the answer of ${addressForPeople(url)} is larger than 64 MB` };
}

/** `AbortSignal.any` keeps each signal alive as long as the caller's, which may be a run's: hours. */
function timeLimit(caller: AbortSignal, ms: number): { signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, ms);
  caller.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      caller.removeEventListener('abort', abort);
    },
  };
}
