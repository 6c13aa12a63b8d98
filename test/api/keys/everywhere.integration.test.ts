import { once } from 'node:events';
import { connect } from 'node:net';
import { Client } from 'pg';
import { asSuperuser } from '../../support/test-database';
import { untilLocked } from '../../support/until-locked';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { type Ask, asker } from '../ask';
import { insertStore } from '../rows';

/** Two APIs of one service, each with connections of its own. */
let worlds: [ApiWorld, ApiWorld];
let tenant: TestTenant;
let storeId: string;

beforeAll(async () => {
  const first = await apiWorld();
  worlds = [first, await apiWorld({ databaseUrl: first.databaseUrl })];
  tenant = await first.tenant();
  storeId = await insertStore(first.database, tenant.id);
});
afterAll(async () => {
  for (const world of [...worlds].reverse()) await world.close();
});

async function newKey() {
  const json = { name: 'feed', scopes: ['integrations:manage'] };
  const { body } = await worlds[0].operator(`POST /v1/tenants/${tenant.id}/api-keys`, { json });
  const headers = { 'x-tenant-id': tenant.id, 'x-tenant-api-key': body.key };
  const asks = worlds.map(({ url }) => asker(url, headers)) as [Ask, Ask];
  return { id: body.id as string, asks };
}

const revoke = (keyId: string) => worlds[0].operator(`DELETE /v1/tenants/${tenant.id}/api-keys/${keyId}`);

const statuses = (asks: readonly Ask[]) => Promise.all(asks.map(async (ask) => (await ask('GET /v1/stores')).status));

it('refuses a revoked key on every API from the moment when the revocation is answered', async () => {
  for (let turn = 0; turn < 10; turn += 1) {
    const { id, asks } = await newKey();
    expect(await statuses(asks)).toEqual([200, 200]); // whatever they might keep of it, they have now
    await revoke(id);
    expect(await statuses(asks)).toEqual([401, 401]);
  }
});

it('refuses a key that was rotated without an overlap on every API at once', async () => {
  const { id, asks } = await newKey();
  expect(await statuses(asks)).toEqual([200, 200]);
  await worlds[0].operator(`POST /v1/tenants/${tenant.id}/api-keys/${id}/rotate`, { json: { overlap: '0' } });
  expect(await statuses(asks)).toEqual([401, 401]);
});

it('refuses the keys of a tenant that was switched off on every API at once', async () => {
  const { asks } = await newKey();
  expect(await statuses(asks)).toEqual([200, 200]);
  await worlds[0].operator(`PATCH /v1/tenants/${tenant.id}`, { json: { is_active: false } });
  expect(await statuses(asks)).toEqual([403, 403]);
  await worlds[0].operator(`PATCH /v1/tenants/${tenant.id}`, { json: { is_active: true } });
});

it('lets a request under way end whose key is revoked meanwhile, and none behind it', async () => {
  const { id, asks } = await newKey();
  const holder = new Client({ connectionString: asSuperuser(worlds[0].databaseUrl) });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query('select from stores where id = $1 for update', [storeId]);
    const underWay = asks[1](`PATCH /v1/stores/${storeId}`, { json: { name: 'Renamed' } });
    await untilLocked('the request', worlds[0].databaseUrl);
    await revoke(id);
    expect(await statuses(asks)).toEqual([401, 401]);
    await holder.query('rollback');

    expect((await underWay).status).toBe(200);
    expect((await asks[1](`PATCH /v1/stores/${storeId}`, { json: { name: 'Again' } })).status).toBe(401);
  } finally {
    await holder.end();
  }
});

describe.each(['X-Tenant-Api-Key', 'X-Operator-Key'])('a %s', (header) => {
  const SHAPED = { 'X-Tenant-Api-Key': 'cs_000000000000_', 'X-Operator-Key': 'cso_000000000000_' }[header];

  it.each([
    ['of another alphabet', Buffer.from('ключ🔑'), 401],
    ['of bytes that are no text', Buffer.from([0xff, 0xfe, 0x80]), 401],
    ['of 15,000 characters', Buffer.alloc(15_000, 'a'), 401],
    ['that begins as one of ours and is 15,000 characters long', Buffer.from(SHAPED + 'a'.repeat(15_000)), 401],
    ['that begins as one of ours and ends in another alphabet', Buffer.from(SHAPED + 'ы'.repeat(43)), 401],
    ['of SQL', Buffer.from(`${SHAPED}' or true --`), 401],
    // HTTP itself refuses these two, before anything of ours sees them.
    ['with U+0000', Buffer.from(`${SHAPED}\0`), 400],
    ['of 1 MB', Buffer.alloc(1_000_000, 'a'), 431],
  ])('%s is refused, and the next request is answered', async (_, value, status) => {
    const more = header === 'X-Operator-Key' ? '' : `X-Tenant-Id: ${tenant.id}\r\n`;
    const answered = await firstLine(worlds[0].url, `${more}${header}: `, value);
    // The connection may be closed so early that what stood before is lost.
    if (status !== 431 || answered !== '') expect(answered).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect((await tenant.ask('GET /v1/stores')).status).toBe(200);
  });
});

/** Sends a header as it is, which no client would. */
async function firstLine(url: string, headers: string, value: Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined); // closed while the rest was on its way
  let answered = '';
  socket.on('data', (bytes) => {
    answered += bytes.toString();
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await once(socket, 'connect');
  socket.write(`GET /v1/stores HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n${headers}`);
  socket.write(value);
  socket.write('\r\n\r\n');
  await closed;
  return answered;
}
