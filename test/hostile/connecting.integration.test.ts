import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiWorld, apiWorld, type TestTenant } from '../api/api-world';

interface Said {
  status?: number;
  headers?: Record<string, string>;
  body: string;
}

/** What a store answers in place of what an honest, empty one does. */
type Answers = Partial<Record<'products' | 'currency' | 'site', (request: IncomingMessage) => Said>>;

const KEY = `ck_${'1a2b3c4d'.repeat(5)}`;
const SECRET = `cs_${'9f8e7d6c'.repeat(5)}`;

let world: ApiWorld;
let tenant: TestTenant;
const servers: Server[] = [];

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
  await world.close();
});

async function connecting(answers: Answers) {
  const honest: Required<Answers> = {
    products: () => ({ headers: { 'X-WP-Total': '0' }, body: '[]' }),
    currency: () => ({ body: '{"code":"EUR"}' }),
    site: () => ({ body: JSON.stringify({ name: 'A shop', home: 'https://shop.example' }) }),
  };
  const said = { ...honest, ...answers };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const part = path.includes('currencies') ? 'currency' : path.includes('/wc/v3/') ? 'products' : 'site';
    const { status = 200, headers = {}, body } = said[part](request);
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const store_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { store_url, consumer_key: KEY, consumer_secret: SECRET };
  return tenant.ask('POST /v1/stores', { json: { platform: 'woocommerce', credentials } });
}

it('connects an honest store that has nothing', async () => {
  expect((await connecting({})).body).toMatchObject({ name: 'A shop', product_count: 0 });
});

it.each([15, 200])('keeps a total of %i digits as the most that can be kept', async (digits) => {
  const headers = { 'X-WP-Total': '9'.repeat(digits) };
  const { status, body } = await connecting({ products: () => ({ headers, body: '[]' }) });
  expect([status, body.product_count]).toEqual([201, 2_147_483_647]);
});

it.each(['-1', '1e9', '0x10', 'many'])('refuses a total of %s', async (total) => {
  const { body } = await connecting({ products: () => ({ headers: { 'X-WP-Total': total }, body: '[]' }) });
  expect(body).toMatchObject({ status: 422, detail: expect.stringContaining('X-WP-Total') });
});

it.each([
  ['a NUL', 'A\0shop', 'A shop'],
  ['200 kB', 'x'.repeat(200_000), `${'x'.repeat(80)}…`],
  ['a turned direction', 'A\u202eshop', 'A shop'],
  ['half a character', 'A\ud83dshop', 'A shop'],
])('takes a site name with %s for what a person can read of it', async (_, name, kept) => {
  const site = JSON.stringify({ name, home: 'https://shop.example' });
  const { status, body } = await connecting({ site: () => ({ body: site }) });
  expect([status, body.name]).toEqual([201, kept]);
});

it.each([
  ['an address of 100 kB', JSON.stringify({ name: 'A shop', home: `https://shop.example/${'x'.repeat(100_000)}` })],
  ['a site without an end', '['.repeat(200_000)],
  ['a site of a million values', `[${'{},'.repeat(80_000)}{}]`],
])('connects a store with %s, whose site matters to nothing', async (_, site) => {
  expect((await connecting({ site: () => ({ body: site }) })).status).toBe(201);
});

/** In every form in which a request carried it. */
const echoes: Record<string, (request: IncomingMessage) => string> = {
  plainly: () => `${KEY} and ${SECRET}`,
  'as it came': ({ headers, url }) => `${headers.authorization} ${url}`,
  decoded: ({ url }) => decodeURIComponent(url ?? ''),
  'in base64': () => Buffer.from(`${KEY}:${SECRET}`).toString('base64'),
  'behind 190 characters': () => `${'x'.repeat(190)}${SECRET}`,
};

describe.each([200, 401, 403, 404, 429, 500, 503])('I8 a store that answers %s and says the key back', (status) => {
  it.each(Object.entries(echoes))('%s', async (_, said) => {
    const answer = (request: IncomingMessage) => ({
      status,
      headers: { 'X-Said': 'x' },
      body: JSON.stringify({ code: 'woocommerce_rest_cannot_view', message: said(request), data: { status } }),
    });
    const { status: answered, text } = await connecting({ products: answer, site: answer });
    expect(answered).toBe(422);
    const everything = [text, (await tenant.ask('GET /v1/audit-logs')).text, ...world.log].join('\n');
    for (const secret of [KEY, SECRET, SECRET.slice(0, 12), Buffer.from(`${KEY}:${SECRET}`).toString('base64')]) {
      expect(everything).not.toContain(secret);
    }
  });
});
