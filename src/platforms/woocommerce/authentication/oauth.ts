import { createHmac, randomBytes } from 'node:crypto';

interface Signing {
  method: string;
  /** Address as PHP believes it to be, without query: behind a TLS proxy its scheme may differ from the one used. */
  signedUrl: string;
  params: Record<string, string>;
  key: string;
  secret: string;
}

/**
 * The parameters of a request signed by OAuth 1.0a, one-legged, HMAC-SHA256; its body of JSON is not. Sign each try
 * anew: WooCommerce refuses a nonce that it saw, and a clock that is off by more than 15 minutes. Lists must be comma
 * lists: it refuses the signature of `include[]=1&include[]=2`.
 */
export function signedParams({ method, signedUrl, params, key, secret }: Signing): Record<string, string> {
  const signed: Record<string, string> = {
    ...params,
    oauth_consumer_key: key,
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    oauth_nonce: randomBytes(16).toString('hex'),
    oauth_signature_method: 'HMAC-SHA256',
    oauth_version: '1.0',
  };
  const base = [method, signedUrl, queryText(signed)].map(percentEncoded).join('&');
  return {
    ...signed,
    oauth_signature: createHmac('sha256', `${percentEncoded(secret)}&`)
      .update(base)
      .digest('base64'),
  };
}

/** Sorted by name, as the signature needs it and as logs of a shop read best. */
export function queryText(params: Record<string, string>): string {
  return Object.entries(params)
    .map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`)
    .sort()
    .join('&');
}

/** RFC 3986: `encodeURIComponent` leaves five characters alone that OAuth encodes. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
