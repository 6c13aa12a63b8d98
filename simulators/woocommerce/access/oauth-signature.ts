import { createHmac } from 'node:crypto';
import type { Query } from '../listing/parse-query';

const HASHES = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' } as const;

export type SignedRequest = { method: string; url: string; query: Query; secret: string };

/**
 * The OAuth 1.0a one-legged signature WooCommerce expects, or null for a method it does not know. Like PHP it signs
 * `include[0]`, never the `include[]` that was sent, so a client that signs what it sends is refused.
 */
export function oauthSignature({ method, url, query, secret }: SignedRequest): string | null {
  const hash = HASHES[(query.get('oauth_signature_method') ?? '') as keyof typeof HASHES];
  if (hash === undefined) return null;
  const parameters = query.pairs
    .filter(([name]) => name !== 'oauth_signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const base = [method, encode(url), encode(parameters)].join('&');
  return createHmac(hash, `${secret}&`).update(base).digest('base64');
}

/** RFC 3986, which leaves fewer characters alone than encodeURIComponent. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
