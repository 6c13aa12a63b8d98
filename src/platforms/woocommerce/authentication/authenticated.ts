import type { Authentication, WooCommerceCredentials } from '../credentials';
import { queryText, signedParams } from './oauth';

interface Asked {
  method: string;
  /** Without a query. */
  url: string;
  /** The same, as the shop would write it. */
  signedUrl: string;
  params: Record<string, string>;
}

export type Signer = (asked: Asked) => { url: URL; headers: Record<string, string> };

/** Puts a store's key on a request in the way that the store takes it. Call it for each try: OAuth must not repeat itself. */
export function authenticated(credentials: WooCommerceCredentials, way: Authentication): Signer {
  const { consumer_key: key, consumer_secret: secret } = credentials;
  switch (way) {
    case 'basic': {
      const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
      return ({ url, params }) => ({ url: urlOf(url, params), headers: { authorization } });
    }
    case 'query': {
      const credential = { consumer_key: key, consumer_secret: secret };
      return ({ url, params }) => ({ url: urlOf(url, { ...params, ...credential }), headers: {} });
    }
    case 'oauth':
    case 'oauth_signed_http':
    case 'oauth_signed_https':
      return ({ method, url, signedUrl, params }) => {
        const signed = signedParams({ method, signedUrl: asSigned(signedUrl, way), params, key, secret });
        return { url: urlOf(url, signed), headers: {} };
      };
  }
}

/** Slashes stay as they are: what WooCommerce looks for in an address is looked for in its text. */
export function urlOf(url: string, params: Record<string, string>): URL {
  return new URL(`${url}?${queryText(params).replaceAll('%2F', '/')}`);
}

function asSigned(url: string, way: Authentication): string {
  if (way === 'oauth') return url;
  return url.replace(/^https?:/, way === 'oauth_signed_http' ? 'http:' : 'https:');
}
