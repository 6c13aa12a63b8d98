import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { type Random, seededRandom } from '../../../simulators/catalogue/random';
import { ROUTES } from '../../../src/api/routes';
import type { Tenant } from '../world/hostile-world';

export interface MalformedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const WORDS: readonly string[] = [
  '',
  '0',
  '-1',
  '1e308',
  '9'.repeat(400),
  'null',
  'true',
  '%00',
  '%ff%fe',
  '..%2f..%2fetc%2fpasswd',
  "' or 1=1 --",
  '{{7*7}}',
  '\u202e',
  '😀'.repeat(200),
  'x'.repeat(8_000),
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-fffffffffffff',
  '2026-02-30T25:61:61Z',
  '+999999-01-01T00:00:00Z',
];

const QUERY_NAMES = [
  'limit',
  'cursor',
  'store_id',
  'ids',
  'search',
  'sku',
  'updated_since',
  'sort',
  'include',
  'status',
  'platform',
  'kind',
  '__proto__',
];

const BODIES: readonly (() => string | null)[] = [
  () => null,
  () => '',
  () => '{',
  () => 'null',
  () => '[]',
  () => '"x"',
  () => '1e999',
  () => '{"__proto__":{"x":1}}',
  () => '['.repeat(50_000),
  () => `[${'{},'.repeat(100_000)}{}]`,
  () => JSON.stringify({ name: '\0'.repeat(100), platform: 'woocommerce' }),
  () => JSON.stringify({ name: 'x'.repeat(1_100_000) }),
  () =>
    JSON.stringify({ platform: 'shopify', credentials: { shop_domain: `${'/'.repeat(200_000)}x`, access_token: 'x' } }),
  () =>
    JSON.stringify({
      platform: 'woocommerce',
      credentials: { store_url: 'file:///etc/passwd', consumer_key: [], consumer_secret: {} },
    }),
  () => JSON.stringify(Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`k${n}`, n]))),
  () => '\ud800',
];

const TYPES = [
  'application/json',
  'application/json; charset=utf-7',
  'text/plain',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'x',
];

/** Requests that nobody makes by mistake: the same for the same seed. */
export function malformedRequests(seed: number, callers: readonly Tenant[]): () => MalformedRequest {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random.next() * items.length)] as Item;
  const cursors = (): string =>
    pick([
      ...WORDS,
      Buffer.from(JSON.stringify([pick(WORDS), pick(WORDS), random.next() * 1e18])).toString('base64url'),
      Buffer.from(JSON.stringify({ v: 1, after: pick(WORDS) })).toString('base64url'),
      noise(random, 200),
    ]);

  return () => {
    const route = pick(ROUTES);
    const path = route.path.replace(/:\w+/g, () => encodeURIComponent(pick(WORDS)).slice(0, 500) || 'x');
    const names = Array.from({ length: Math.floor(random.next() * 4) }, () => pick(QUERY_NAMES));
    const query = names.map(
      (name) => `${name}=${encodeURIComponent(name === 'cursor' ? cursors() : pick(WORDS)).slice(0, 4_000)}`,
    );
    const method = random.next() < 0.7 ? route.method.toUpperCase() : pick(METHODS);
    const odd =
      random.next() < 0.3
        ? { [pick(['x-request-id', 'accept', 'if-none-match', 'range', 'x-forwarded-for'])]: printable(pick(WORDS)) }
        : {};
    const headers = { ...(random.next() < 0.8 ? pick(callers).headers : {}), 'content-type': pick(TYPES), ...odd };
    return {
      method,
      path: `${path}${query.length === 0 ? '' : `?${query.join('&')}`}`,
      headers,
      body: method === 'GET' || method === 'HEAD' ? null : pick(BODIES)(),
    };
  };
}

/** Answers the status and the problem's code; null where the connection was closed instead. */
export async function send(apiUrl: string, { method, path, headers, body }: MalformedRequest) {
  try {
    const answer = await request(`${apiUrl}${path}`, { method: method as 'GET', headers, body });
    const text = await answer.body.text();
    return { status: answer.statusCode, code: /"code":"(\w+)"/.exec(text)?.[1] ?? null };
  } catch {
    return null;
  }
}

const RAW = [
  'GET / HTTP/9.9\r\n\r\n',
  'GARBAGE\r\n\r\n',
  `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  'POST /v1/stores HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n',
  'POST /v1/stores HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
];

/** What no client would write; answers the status, null where the connection is just closed. */
export async function sendRaw(apiUrl: string, which: number): Promise<number | null> {
  const { hostname, port } = new URL(apiUrl);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.on('data', (data) => {
    said += data.toString('latin1');
  });
  const ended = new Promise<void>(
    (resolve) => void socket.once('close', () => resolve()).once('error', () => resolve()),
  );
  socket.write(RAW[which % RAW.length] ?? '');
  await Promise.race([ended, sleep(1_000)]);
  socket.destroy();
  const status = /^HTTP\/1\.1 (\d{3})/.exec(said)?.[1];
  return status === undefined ? null : Number(status);
}

function noise(random: Random, length: number): string {
  return Buffer.from(Array.from({ length }, () => Math.floor(random.next() * 256))).toString('base64url');
}

/** Of a header's value. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 4_000);
}
