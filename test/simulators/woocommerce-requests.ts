import { createHmac, randomBytes } from 'node:crypto';
import type { WooShop } from '../../simulators/woocommerce/shop';

export const PRODUCTS = '/wp-json/wc/v3/products';

/** `json` throws when the body is none. */
export type Reply = { status: number; headers: Headers; text: string; readonly json: unknown };

export async function ask(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    get json(): unknown {
      return JSON.parse(text);
    },
  };
}

export function basic({ consumerKey, consumerSecret }: Pick<WooShop, 'consumerKey' | 'consumerSecret'>): RequestInit {
  return { headers: { authorization: `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}` } };
}

/** Asks a shop that believes in TLS, signed in by Basic. */
export function askShop(shop: WooShop, path: string): Promise<Reply> {
  return ask(shop.url + path, basic(shop));
}

type Signing = {
  /** The scheme that is signed; the request itself always goes over http. */
  scheme?: 'http' | 'https';
  hash?: 'SHA1' | 'SHA256';
  secret?: string;
  nonce?: string;
  ageSeconds?: number;
};

/** The URL signed as OAuth 1.0a wants it, written apart from the simulator's own reckoning. */
export function oauthUrl(shop: WooShop, pathAndQuery: string, signing: Signing = {}): string {
  const { scheme = 'http', hash = 'SHA256', secret = shop.consumerSecret, ageSeconds = 0 } = signing;
  const url = new URL(shop.url + pathAndQuery);
  url.searchParams.append('oauth_consumer_key', shop.consumerKey);
  url.searchParams.append('oauth_timestamp', String(Math.floor(Date.now() / 1000) - ageSeconds));
  url.searchParams.append('oauth_nonce', signing.nonce ?? randomBytes(8).toString('hex'));
  url.searchParams.append('oauth_signature_method', `HMAC-${hash}`);
  const pairs = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const address = `${url.origin}${url.pathname}`.replace(/^http/, scheme);
  const base = ['GET', address, pairs.sort().join('&')].map(encode).join('&');
  const signature = createHmac(hash.toLowerCase(), `${secret}&`).update(base).digest('base64');
  url.searchParams.append('oauth_signature', signature);
  return url.href;
}

/** RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Ids as text, with all their digits. */
export function idsOf(text: string): string[] {
  return [...text.matchAll(/[[,]\{"id":(\d+)/g)].map(([, id]) => id ?? '');
}
