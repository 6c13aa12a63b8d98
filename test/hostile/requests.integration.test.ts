import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { writeCursor } from '../../src/api/http/cursor';
import { type ApiWorld, apiWorld, OPERATOR_KEY, type TestTenant } from '../api/api-world';

let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

const MANY = 300_000;

it.each([
  ['slashes', `${'/'.repeat(MANY)}x`],
  ['slashes that end in a shop', `${'/'.repeat(MANY)}a.myshopify.com`],
  ['spaces', `${' '.repeat(MANY)}x`],
  ['dots', `${'.'.repeat(MANY)}x`],
])('refuses a shop address of %s at once', async (_, address) => {
  const shopify = { platform: 'shopify', credentials: { shop_domain: address, access_token: 'shpat_x' } };
  const wooCommerce = {
    platform: 'woocommerce',
    credentials: { store_url: address, consumer_key: 'ck_x', consumer_secret: 'cs_x' },
  };
  for (const json of [shopify, wooCommerce]) {
    const { body } = await tenant.ask('POST /v1/stores', { json });
    expect(body).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(JSON.stringify(body).length).toBeLessThan(2_000);
  }
});

it('keeps nothing of deliveries that name no store, or one that is none', async () => {
  for (const path of [
    'woocommerce/%00',
    `shopify/${'9'.repeat(3_000)}`,
    `woocommerce/${"' or 1=1 --".replaceAll(' ', '%20')}`,
  ]) {
    const { body } = await world.ask(`POST /webhooks/${path}`, { raw: '{"id":1}' });
    expect({ path, status: body.status, code: body.code }).toEqual({ path, status: 404, code: 'not_found' });
  }
});

it('looks at no text that is longer than any of ours, wherever it stands', async () => {
  const { body } = await world.operator('POST /v1/tenants', { json: { name: 'x'.repeat(5_001) } });
  expect(body.errors).toEqual([{ path: 'name', message: 'has 5001 characters, 5000 are the most of any' }]);
});

it.each(['[', '{"a":'])('refuses a body of 100,000 levels of %s', async (opening) => {
  const closing = opening === '[' ? ']' : '}';
  const raw = `{"name":${opening.repeat(100_000)}1${closing.repeat(100_000)}}`;
  const { body } = await world.operator('POST /v1/tenants', { raw, headers: { 'content-type': 'application/json' } });
  expect(body).toMatchObject({ status: 400, code: 'invalid_request' });
});

it('tells the first 20 faults of a body, cut, and how many more there are', async () => {
  const json = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`${n}${'x'.repeat(190)}`, 1]));
  const { body, text } = await world.operator('POST /v1/tenants', { json });
  expect(body.errors).toHaveLength(20);
  expect(body.detail).toMatch(/and 4981 more faults$/);
  expect(text.length).toBeLessThan(20_000);

  const long = await world.operator('POST /v1/tenants', { json: { ['y'.repeat(900_000)]: 1 } });
  expect(long.text.length).toBeLessThan(2_000);
});

it.each([
  ['stores', 'GET /v1/stores'],
  ['runs', 'GET /v1/sync-runs'],
  ['webhook-logs', 'GET /v1/webhook-logs'],
  ['webhook-events', 'GET /v1/webhook-events'],
  ['audit-logs', 'GET /v1/audit-logs'],
  ['changes', 'GET /v1/catalog/changes'],
])('answers a made-up cursor of the list %s with 400: its checksum can be reckoned', async (list, request) => {
  const scopes = [
    [list, tenant.id],
    [list, tenant.id, undefined, undefined],
  ];
  const parts = [['x'], ['x', 'y'], ['2026-01-01T00:00:00Z', 'y'], ['9'.repeat(400), '9'.repeat(400)], ['\0', '\0']];
  for (const scope of scopes) {
    for (const part of parts) {
      const { status } = await tenant.ask(`${request}?cursor=${encodeURIComponent(writeCursor(scope, part))}`);
      expect({ part, status }).toEqual({ part, status: 400 });
    }
  }
});

describe('a body without an end', () => {
  it('of somebody unknown is not read', async () => {
    expect(await endless('/v1/tenants', {})).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('of the operator is read up to the limit', async () => {
    expect(await endless('/v1/tenants', { 'X-Operator-Key': OPERATOR_KEY })).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('at a path that does not exist is not read', async () => {
    expect(await endless('/v1/nowhere', {})).toMatch(/^HTTP\/1\.1 404 /);
  });
});

/** Sends pieces of a body until the connection is closed, and returns what was answered. */
async function endless(path: string, headers: Record<string, string>): Promise<string> {
  const { hostname, port } = new URL(world.url);
  const socket = connect(Number(port), hostname);
  let answered = '';
  socket.on('data', (bytes) => {
    answered += bytes.toString();
  });
  socket.on('error', () => undefined); // closed under our hands: that is what is wanted
  await once(socket, 'connect');
  const lines = Object.entries({ Host: hostname, 'Content-Type': 'application/json', ...headers });
  socket.write(
    `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}Transfer-Encoding: chunked\r\n\r\n`,
  );
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  pourInto(socket);
  await closed;
  return answered;
}

function pourInto(socket: Socket): void {
  const piece = `10000\r\n${' '.repeat(0x10000)}\r\n`;
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}
