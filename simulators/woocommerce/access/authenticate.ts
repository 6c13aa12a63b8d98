import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Query } from '../listing/parse-query';
import { keyedPath } from '../routes/rest-root';
import type { ShopKey } from '../shop-options';
import type { ShopState } from '../shop-state';
import { oauthSignature } from './oauth-signature';

/** Whose request this is: the key's owner, nobody, or an error that ends the request whatever the route. */
export type Identity =
  | { kind: 'key' }
  | { kind: 'nobody' }
  | { kind: 'error'; code: string; message: string; loggedIn: boolean };

/** `path`: below the shop, which signatures join to what WordPress calls its address. */
export type Credentials = { request: IncomingMessage; path: string; query: Query; shop: ShopState };

/** The clock of a client may be this far off, either way. */
const TIMESTAMP_WINDOW_SECONDS = 15 * 60;

const OAUTH_PARAMETERS = [
  'oauth_consumer_key',
  'oauth_timestamp',
  'oauth_nonce',
  'oauth_signature',
  'oauth_signature_method',
] as const;

/**
 * Basic and query-string keys count only when PHP believes the request came over TLS. An unknown key is no error but
 * nobody, which later reads the same as a stripped header or plain http: 401 woocommerce_rest_cannot_view.
 */
export function authenticator() {
  const usedNonces = new Set<string>();

  return function authenticate({ request, path, query, shop }: Credentials): Identity {
    const { key, restRoot } = shop;
    // WooCommerce looks for this text in the whole URI: ?rest_route= is not recognised, unless it stands somewhere in it.
    if (!(request.url ?? '').includes(keyedPath(restRoot))) return { kind: 'nobody' };
    if (believesTls(request, key)) {
      const identity = byKeyAndSecret(request, query, key);
      if (identity.kind !== 'nobody') return permitted(identity, request, key);
    }
    if (key.auth === 'header-only') return { kind: 'nobody' };
    return permitted(byOauth(request, shop.homeUrl + path, query, shop, usedNonces), request, key);
  };
}

function believesTls(request: IncomingMessage, { auth }: ShopKey): boolean {
  if (auth === 'plain-http') return request.headers['x-forwarded-proto'] === 'https';
  return auth !== 'tls-proxy';
}

function byKeyAndSecret(request: IncomingMessage, query: Query, key: ShopKey): Identity {
  const { consumerKey, consumerSecret } = sentKeyAndSecret(request, query, key);
  if (consumerKey !== key.consumerKey) return { kind: 'nobody' };
  return same(consumerSecret, key.consumerSecret) ? { kind: 'key' } : refused('Consumer secret is invalid.');
}

function sentKeyAndSecret(request: IncomingMessage, query: Query, { auth }: ShopKey) {
  const [inQuery, secretInQuery] = [query.get('consumer_key') ?? '', query.get('consumer_secret') ?? ''];
  if (inQuery !== '' && secretInQuery !== '' && auth !== 'header-only')
    return { consumerKey: inQuery, consumerSecret: secretInQuery };
  const header = auth === 'header-stripped' ? '' : (request.headers.authorization ?? '');
  const basic = Buffer.from(/^Basic\s+(.+)$/i.exec(header)?.[1] ?? '', 'base64').toString();
  const [consumerKey = '', ...rest] = basic.split(':');
  return { consumerKey, consumerSecret: rest.join(':') };
}

function byOauth(
  request: IncomingMessage,
  url: string,
  query: Query,
  { key, clock }: ShopState,
  used: Set<string>,
): Identity {
  const missing = OAUTH_PARAMETERS.filter((name) => (query.get(name) ?? '') === '');
  if (missing.length === OAUTH_PARAMETERS.length) return { kind: 'nobody' };
  if (missing.length > 0) {
    const message = `Missing OAuth parameter${missing.length > 1 ? 's' : ''} ${missing.join(', ')}`;
    return { ...refused(message), code: 'woocommerce_rest_authentication_missing_parameter' };
  }
  if (query.get('oauth_consumer_key') !== key.consumerKey) return refused('Consumer key is invalid.');

  const expected = schemes(request, key).map((scheme) =>
    oauthSignature({
      method: request.method ?? 'GET',
      url: url.replace(/^https?/, scheme),
      query,
      secret: key.consumerSecret,
    }),
  );
  if (expected.includes(null)) return refused('Invalid signature - signature method is invalid.');
  if (!expected.some((signature) => same(query.get('oauth_signature') ?? '', signature ?? ''))) {
    return refused('Invalid signature - provided signature does not match.');
  }

  // Whole seconds; the strict form is WooCommerce's, a replayed URL is refused even within the window.
  const sentAt = Number(query.get('oauth_timestamp'));
  if (!(Math.abs(clock.now().getTime() / 1000 - sentAt) <= TIMESTAMP_WINDOW_SECONDS))
    return refused('Invalid timestamp.');
  const nonce = query.get('oauth_nonce') ?? '';
  if (used.has(nonce)) return refused('Invalid nonce - nonce has already been used.');
  used.add(nonce);
  return { kind: 'key' };
}

/** The scheme with which PHP would build the URL. The simulator itself speaks http, so a TLS shop takes both. */
function schemes(request: IncomingMessage, key: ShopKey): readonly string[] {
  if (!believesTls(request, key)) return ['http'];
  return key.auth === 'plain-http' ? ['https'] : ['https', 'http'];
}

function permitted(identity: Identity, request: IncomingMessage, { permissions }: ShopKey): Identity {
  if (identity.kind !== 'key') return identity;
  const needed = request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write';
  if (permissions === 'read_write' || permissions === needed) return identity;
  return { ...refused(`The API key provided does not have ${needed} permissions.`), loggedIn: true };
}

function refused(message: string) {
  return { kind: 'error', code: 'woocommerce_rest_authentication_error', message, loggedIn: false } as const;
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
