import { counted } from '../../counted';
import { unreadable } from '../../http/problem-of-answer';
import type { Quote } from '../../http/quote';
import { BODY_LIMITS, MOST_OF_A_PAGE, pageTooLarge, type StoreRequest, sendToStore } from '../../http/send-to-store';
import type { StoreAnswer } from '../../http/store-answer';
import type { StoreTraffic } from '../../http/traffic';
import type { StoreProblem } from '../../problem';
import type { StoreSurroundings } from '../../store-platform';
import { authenticated, type Signer, urlOf } from '../authentication/authenticated';
import type { Authentication, WooCommerceCredentials } from '../credentials';
import { printedEarly } from './printed-early';
import { readJson } from './read-json';
import { routeAddress } from './route-address';
import { IN_FLIGHT, inTurn } from './two-at-a-time';
import { errorOfAnswer, statusWithin, type WooError } from './woo-error';

export interface WooAnswer {
  kind: 'json';
  value: unknown;
  /** Characters that it came in. */
  size: number;
  /** `X-WP-Total`: rows of the whole listing; 0 when the offset was past its end. */
  total: number | null;
  /** The store's own clock, RFC 3339 UTC. */
  date: string | null;
  /** Address asked, without its query: for messages. */
  address: string;
  /** What PHP sent before WordPress could send its headers, for messages; null where they came. */
  printedEarly: string | null;
  /** The answer as a problem, for when its JSON is of another shape than it must be. */
  unreadable(what: string): StoreProblem;
  quote: Quote;
}

type Get = (
  /** Below the root of the REST API, for example `wc/v3/products`. */
  route: string,
  params: Record<string, string>,
  signal: AbortSignal,
  /** Of its text; a page's when absent. */
  mostBytes?: number,
) => Promise<WooAnswer | WooError | StoreProblem>;

export interface WooClient {
  get: Get;
  /** Without the key: outside `wc/` WordPress takes a Basic header for an unknown user's. */
  getOpen: Get;
}

/** Changes what the key may change; nothing is sent twice. */
export interface WritingClient extends WooClient {
  /** Answers what was made. `secrets`: those of the body. */
  create(
    route: string,
    body: Record<string, string>,
    sent: { signal: AbortSignal; secrets: readonly string[] },
  ): Promise<WooAnswer | WooError | StoreProblem>;
  /** For good, past the bin. */
  destroy(route: string, signal: AbortSignal): Promise<WooAnswer | WooError | StoreProblem>;
}

export interface CountingClient extends WooClient {
  /** HTTP requests so far. */
  readonly requests: number;
}

interface ClientOptions {
  /** How the store takes the key, where it is not what the credentials say. */
  way?: Authentication;
  traffic?: StoreTraffic | undefined;
}

/** Requests to one store with its key; of all that are asked for at once, two are under way. */
export function wooClient(
  credentials: WooCommerceCredentials,
  surroundings: StoreSurroundings,
  { way = credentials.authentication ?? 'basic', traffic }: ClientOptions = {},
): WritingClient {
  const whenItsTurn = inTurn(IN_FLIGHT);
  const secrets = secretsOf(credentials);

  async function send(sign: Signer, { method, route, params, signal, mostBytes, body }: Sent) {
    const at = routeAddress(credentials, route);
    const signed = () => sign({ ...at, method, params: { ...params, ...at.params } });
    // A signature carries the time: it is made when the request leaves.
    const answer = await whenItsTurn(() => {
      const { url, headers } = signed();
      const signAgain = () => signed().url;
      const sent = { platform: 'woocommerce', method, url, headers, signal, secrets, traffic } as const;
      const request = { ...sent, mostBytes: mostBytes ?? BODY_LIMITS.page };
      return sendToStore({ ...request, signAgain, ...(body && withBody(request, body)) }, surroundings);
    });
    return answer.kind === 'answer' ? readAnswer(answer) : answer;
  }

  const withKey = authenticated(credentials, way);
  const open: Signer = ({ url, params }) => ({ url: urlOf(url, params), headers: {} });
  const getBy =
    (sign: Signer): Get =>
    (route, params, signal, mostBytes) =>
      send(sign, { method: 'GET', route, params, signal, mostBytes });
  const small = { mostBytes: BODY_LIMITS.facts };
  return {
    get: getBy(withKey),
    getOpen: getBy(open),
    create: (route, json, { signal, secrets: ofBody }) =>
      send(withKey, { ...small, method: 'POST', route, params: {}, signal, body: { json, secrets: ofBody } }),
    destroy: (route, signal) => send(withKey, { ...small, method: 'DELETE', route, params: { force: 'true' }, signal }),
  };
}

interface Sent {
  method: StoreRequest['method'];
  route: string;
  params: Record<string, string>;
  signal: AbortSignal;
  mostBytes?: number | undefined;
  body?: { json: Record<string, string>; secrets: readonly string[] };
}

function withBody({ headers, secrets }: Pick<StoreRequest, 'headers' | 'secrets'>, body: NonNullable<Sent['body']>) {
  return {
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body.json),
    secrets: [...secrets, ...body.secrets],
  };
}

/** What a message about the store must not say (I8). */
export function secretsOf({ consumer_key: key, consumer_secret: secret }: WooCommerceCredentials): string[] {
  return [`${key}:${secret}`, key, secret];
}

/** The same client with a count, for one page of several that are asked for side by side: it grows no larger than one may. */
export function counting(client: WooClient): CountingClient {
  let requests = 0;
  let size = 0;
  const counted =
    (get: Get): Get =>
    async (...request) => {
      if (size > MOST_OF_A_PAGE) return pageTooLarge();
      requests++;
      const answer = await get(...request);
      if (answer.kind === 'json') size += answer.size;
      return answer;
    };
  return {
    get: counted(client.get),
    getOpen: counted(client.getOpen),
    get requests() {
      return requests;
    },
  };
}

/** Answers what was made; to a question nobody answers so. */
const CREATED = 201;

function readAnswer(answer: StoreAnswer): WooAnswer | WooError | StoreProblem {
  if (answer.status !== 200 && answer.status !== CREATED) return errorOfAnswer(answer);
  const value = readJson(answer.text);
  if (typeof value !== 'object' || value === null) return unreadable(answer);
  const status = statusWithin(value);
  if (status !== null) return errorOfAnswer({ ...answer, status });

  const total = answer.header('x-wp-total');
  return {
    kind: 'json',
    value,
    size: answer.text.length,
    total: total !== null && /^\d{1,300}$/.test(total) ? counted(Number(total)) : null,
    date: answer.date,
    address: answer.address,
    printedEarly: printedEarly(answer),
    unreadable: (what) => unreadable(answer, what),
    quote: answer.quote,
  };
}
