/** Headers as Fetch has them, or as Node.js does. */
export type EventHeaders = Headers | Record<string, string | string[] | undefined>;

export type VerifiedEvent =
  /** Signed by whoever has the secret, lately. `id` is the same when it comes again: work it off once. */
  | { kind: 'verified'; id: string; event: unknown }
  | { kind: 'refused'; reason: 'headers_missing' | 'time_out_of_tolerance' | 'signature_wrong' | 'body_unreadable' };

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const TOLERANCE_S = 5 * 60;
/** A sender signs with few secrets; a stranger may send any number of signatures. */
const MOST_SIGNATURES = 20;

/**
 * Whether an event comes from the service, after the Standard Webhooks specification. `secret` is the endpoint's
 * (`whsec_…`); `body` is the text or the bytes as they came, as JSON that is written anew has another signature.
 */
export async function verifyEvent(
  secret: string,
  headers: EventHeaders,
  body: string | Uint8Array,
  now: Date = new Date(),
): Promise<VerifiedEvent> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  );
  if (!id || !timestamp || !signatures) return { kind: 'refused', reason: 'headers_missing' };
  const isNear = /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= TOLERANCE_S;
  if (!isNear) return { kind: 'refused', reason: 'time_out_of_tolerance' };

  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body);
  const signed = await new Blob([`${id}.${timestamp}.`, bytes]).arrayBuffer();
  const key = await keyOf(secret);
  const checks = signatures
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .map((signature) => isSignedBy(key, signature, signed));
  if (!(await Promise.all(checks)).includes(true)) return { kind: 'refused', reason: 'signature_wrong' };
  try {
    return { kind: 'verified', id, event: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    return { kind: 'refused', reason: 'body_unreadable' };
  }
}

function headerOf(headers: EventHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return Array.isArray(found) ? found.join(' ') : found;
}

function keyOf(secret: string): Promise<Key> {
  const bytes = bytesOf(secret.replace(/^whsec_/, ''));
  if (bytes === null || bytes.length === 0)
    throw new Error('The secret is none: it begins with whsec_ and goes on in base64.');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/** WebCrypto compares in constant time. */
async function isSignedBy(key: Key, signature: string, signed: ArrayBuffer): Promise<boolean> {
  const [version, text = ''] = signature.split(',');
  const bytes = version === 'v1' ? bytesOf(text) : null;
  return bytes !== null && crypto.subtle.verify('HMAC', key, bytes, signed);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
