import { pause } from './pause.ts';
import { isProblemBody, NoAnswerError } from './problem.ts';

export type Fetch = (request: Request) => Promise<Response>;

export interface TransportOptions {
  fetch?: Fetch;
  /** How long an answer may take: 30 seconds. Files and streams may go on for longer once they began. */
  timeoutMs?: number;
  /** How often a request is sent at most, where it may be repeated: 4 times. */
  tries?: number;
  /** The longest wait that the service may ask for; beyond it its problem is the answer: 60 seconds. */
  longestWaitMs?: number;
}

/** What may be longer than fits into memory is handed on as it comes. */
const FILE = /^application\/x-ndjson\b/;

const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);

/**
 * Sends requests as the service asks for it. A 429 or 503 with `Retry-After` is asked again after that time, if the
 * request does the same when it comes twice: by its method, or by an `Idempotency-Key`. So is a 409 that says that the
 * request with the same key is still being carried out.
 */
export function transport(options: TransportOptions): Fetch {
  const { tries = 4, longestWaitMs = 60_000 } = options;
  return async (request) => {
    for (let tried = 1; ; tried += 1) {
      const response = await answerInTime(request, options);
      const waitMs =
        tried < tries && mayComeTwice(request) && (await isNotNow(request, response)) ? askedWaitMs(response) : null;
      if (waitMs === null || waitMs > longestWaitMs) return response;
      await pause(waitMs, request.signal);
    }
  };
}

const mayComeTwice = ({ method, headers }: Request): boolean =>
  REPEATABLE.has(method) || headers.has('Idempotency-Key');

/** Any other 409 would come again. */
async function isNotNow({ headers }: Request, response: Response): Promise<boolean> {
  if (response.status !== 409) return response.status === 429 || response.status === 503;
  if (!headers.has('Idempotency-Key')) return false;
  const body: unknown = await response.clone().json();
  return isProblemBody(body) && body.code === 'idempotency_key_in_use';
}

/** What the answer asks for, in seconds or as a date; null where it asks for nothing. */
function askedWaitMs({ headers }: Response): number | null {
  const asked = headers.get('Retry-After');
  if (asked === null) return null;
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** JSON is read to its end here, so that a connection which is cut in its middle is no answer either. */
async function answerInTime(request: Request, { fetch = globalThis.fetch, timeoutMs = 30_000 }: TransportOptions) {
  const controller = new AbortController();
  const aborted = () => controller.abort(request.signal.reason);
  if (request.signal.aborted) aborted();
  request.signal.addEventListener('abort', aborted, { once: true });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, timeoutMs);
  try {
    return await wholeAnswer(await fetch(new Request(request.clone(), { signal: controller.signal })));
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    if (error instanceof NoAnswerError) throw error;
    const why = isLate ? `did not answer within ${timeoutMs} ms` : 'did not answer';
    throw new NoAnswerError(`${originOf(request)} ${why}.`, { cause: error });
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', aborted);
  }
}

/** What else answers, as a gateway does for a service that is away, has not said a word of the API, be it in JSON. */
async function wholeAnswer(response: Response): Promise<Response> {
  const { ok, status, statusText, headers } = response;
  const mediaType = headers.get('Content-Type') ?? '';
  if (ok && !mediaType.startsWith('application/json') && (response.body === null || FILE.test(mediaType))) {
    return response;
  }
  const text = await response.text();
  const isOurs = ok
    ? text === '' || isMetrics(response) || (mediaType.startsWith('application/json') && parsedJson(text) !== undefined)
    : status === 304 || (mediaType.startsWith('application/problem+json') && isProblemBody(parsedJson(text)));
  if (isOurs) return new Response(text || null, { status, statusText, headers });
  throw new NoAnswerError(
    `${originOf(response)} answered ${status} without the API's words: is a proxy before it, or is it another site?`,
    { status },
  );
}

/** The one answer that is text. */
const isMetrics = ({ url }: Response): boolean => url !== '' && new URL(url).pathname.endsWith('/metrics');

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without path and query, which may name what is nobody's business. */
const originOf = ({ url }: { url: string }): string => (url === '' ? 'The service' : new URL(url).origin);
