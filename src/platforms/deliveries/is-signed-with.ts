import { createHmac, timingSafeEqual } from 'node:crypto';

/** While a secret is exchanged some senders sign with both. */
const MOST_SIGNATURES = 4;

/**
 * Whether one of the signatures, by comma, is base64(HMAC-SHA256) of the very bytes that came. Both platforms sign so, and
 * sign nothing else: topic, store and ids stand in headers that anybody can change who has one signed body.
 */
export function isSignedWith(secret: string, body: Buffer, signatures: unknown): boolean {
  if (typeof signatures !== 'string' || secret === '') return false;
  const due = createHmac('sha256', secret).update(body).digest();
  return signatures
    .split(',', MOST_SIGNATURES)
    .map((signature) => Buffer.from(signature, 'base64'))
    .some((given) => given.length === due.length && timingSafeEqual(given, due));
}
