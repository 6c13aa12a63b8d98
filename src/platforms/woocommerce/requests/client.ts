import { unreadable } from '../../http/problem-of-answer';
import type { Quote } from '../../http/quote';
import { BODY_LIMITS, sendToStore } from '../../http/send-to-store';
import type { StoreAnswer } from '../../http/store-answer';
import type { StoreTraffic } from '../../http/traffic';
import type { StoreProblem } from '../../problem';
import type { StoreSurroundings } from '../../store-platform';
import { authenticated } from '../authentication/authenticated';
import { queryText } from '../authentication/oauth';
import type { Authentication, WooCommerceCredentials } from '../credentials';
import { readJson } from './read-json';
import { storeAddress } from './store-address';
import { IN_FLIGHT, inTurn } from './two-at-a-time';
import { errorOfAnswer, type WooError } from './woo-error';

export interface WooAnswer {
  kind: 'json';
  value: unknown;
  /** `X-WP-Total`: rows of the whole listing; 0 when the offset was past its end. */
  total: number | null;
  /** The store's own clock, RFC 3339 UTC. */
  date: string | null;
  /** Address asked, without its query: for messages. */
  address: string;
  /** The answer as a problem, for when its JSON is of another shape than it must be. */
  unreadable(what: string): StoreProblem;
  quote: Quote;
}

type Get = (
  path: string,
  params: Record<string, string>,
  signal: AbortSignal,
  /** Of its text; a page's when absent. */
  mostBytes?: number,
) => Promise<WooAnswer | WooError | StoreProblem>;

export interface WooClient {
  /** GET below the address, for example `wp-json/wc/v3/products`. */
  get: Get;
  /** Without the key: outside `wp-json/wc/` WordPress takes a Basic header for an unknown user's. */
  getOpen: Get;
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
): WooClient {
  const address = storeAddress(credentials.store_url);
  const whenItsTurn = inTurn(IN_FLIGHT);

  const { consumer_key: key, consumer_secret: secret } = credentials;
  const secrets = [`${key}:${secret}`, key, secret];

  async function send(
    signed: () => { url: URL; headers: Record<string, string> },
    signal: AbortSignal,
    mostBytes: number = BODY_LIMITS.page,
  ) {
    // A signature carries the time: it is made when the request leaves.
    const answer = await whenItsTurn(() =>
      sendToStore(
        { method: 'GET', ...signed(), signal, secrets, mostBytes, traffic, signAgain: () => signed().url },
        surroundings,
      ),
    );
    return answer.kind === 'answer' ? readAnswer(answer) : answer;
  }

  const sign = authenticated(credentials, way);
  const signOpen = (url: string, params: Record<string, string>) => ({
    url: new URL(`${url}?${queryText(params)}`),
    headers: {},
  });
  return {
    get: (path, params, signal, most) => send(() => sign(`${address}/${path}`, params), signal, most),
    getOpen: (path, params, signal, most) => send(() => signOpen(`${address}/${path}`, params), signal, most),
  };
}

/** The same client with a count, for one answer of several that are asked for side by side. */
export function counting(client: WooClient): CountingClient {
  let requests = 0;
  const counted =
    (get: Get): Get =>
    (...request) => {
      requests++;
      return get(...request);
    };
  return {
    get: counted(client.get),
    getOpen: counted(client.getOpen),
    get requests() {
      return requests;
    },
  };
}

function readAnswer(answer: StoreAnswer): WooAnswer | WooError | StoreProblem {
  if (answer.status !== 200) return errorOfAnswer(answer);
  const value = readJson(answer.text);
  if (typeof value !== 'object' || value === null) return unreadable(answer);

  const total = answer.header('x-wp-total');
  return {
    kind: 'json',
    value,
    total: total !== null && /^\d{1,15}$/.test(total) ? Number(total) : null,
    date: answer.date,
    address: answer.address,
    unreadable: (what) => unreadable(answer, what),
    quote: answer.quote,
  };
}
