import { randomUUID } from 'node:crypto';
import type { Fault } from '../../src/process/fault-points';
import { type Ask, asker } from '../api/ask';
import { API_OPERATOR_KEY, type ApiProcess, startApiProcess } from '../support/api-process';
import { useOwnNamespace } from '../support/own-namespace';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { asSuperuser, queryAs } from '../support/test-database';
import { until } from '../support/until';

let world: SyncWorld;
const started: ApiProcess[] = [];

beforeAll(async () => {
  await useOwnNamespace();
  world = await startSyncWorld();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((api) => api.kill()));
});
afterAll(() => world.close());

async function startApi(fault?: Fault): Promise<{ api: ApiProcess; operator: Ask }> {
  const api = await startApiProcess(world, fault);
  started.push(api);
  return { api, operator: asker(api.url, { 'x-operator-key': API_OPERATOR_KEY }) };
}

const superuser = (text: string) => queryAs(asSuperuser(world.databaseUrl), text);
const tenantsNamed = async (name: string) =>
  (await superuser(`select id from tenants where name = '${name}'`)).rows.map(({ id }) => id);

const make = (ask: Ask, key: string, name: string) =>
  ask('POST /v1/tenants', { json: { name }, headers: { 'idempotency-key': key } });

async function makeAndDie(fault: Fault, key: string, name: string): Promise<void> {
  const { api, operator } = await startApi(fault);
  await expect(make(operator, key, name)).rejects.toThrow('fetch failed');
  expect(await api.ended()).toBe('SIGKILL');
}

it('I4 an API that is killed between commit and answer leaves the answer to whoever repeats the request', async () => {
  const [key, name] = [randomUUID(), `Committed ${randomUUID()}`];
  await makeAndDie('answer-kept:kill', key, name);
  const { api, operator } = await startApi();

  const { status, body, headers } = await make(operator, key, name);

  expect({ status, replayed: headers.get('idempotent-replayed') }).toEqual({ status: 201, replayed: 'true' });
  expect(await tenantsNamed(name)).toEqual([body.id]);
  const owner = { 'x-tenant-id': body.id, 'x-tenant-api-key': body.api_key.key };
  expect((await asker(api.url, owner)('GET /v1/stores')).status).toBe(200);
});

it('I4 an API that is killed before the commit has made nothing; repeated after a minute, the request makes it once', async () => {
  const [key, name] = [randomUUID(), `Rolled back ${randomUUID()}`];
  await makeAndDie('answer-uncommitted:kill', key, name);
  const { operator } = await startApi();
  expect(await tenantsNamed(name)).toEqual([]);
  // Until the database has noticed that the connection is gone, the row is locked.
  expect((await make(operator, key, name)).body).toMatchObject({ code: 'idempotency_key_in_use' });

  await superuser(`update idempotency_keys set taken_at = taken_at - interval '61 seconds' where key = '${key}'`);
  const made = await until('an answer', async () => {
    const reply = await make(operator, key, name);
    return reply.status === 201 && reply;
  });

  expect(await tenantsNamed(name)).toEqual([made.body.id]);
  expect((await make(operator, key, name)).text).toBe(made.text);
});

it('I4 an API that hangs before its commit lets nobody past, and its answer is everybody’s when it goes on', async () => {
  const [key, name] = [randomUUID(), `Halted ${randomUUID()}`];
  const { api, operator: halted } = await startApi('answer-uncommitted:hang');
  const first = make(halted, key, name).catch(() => null);
  await until('the first request to hold its row', async () => {
    const { rows } = await superuser(`select from idempotency_keys where key = '${key}' for update skip locked`);
    const known = await superuser(`select from idempotency_keys where key = '${key}'`);
    return known.rowCount === 1 && rows.length === 0;
  });
  const { operator } = await startApi();
  const second = make(operator, key, name); // waits for the row

  process.kill(api.pid ?? 0, 'SIGCONT');

  const replies = [await first, await second];
  expect(replies.map((reply) => reply?.status)).toEqual([201, 201]);
  expect(replies[1]?.text).toBe(replies[0]?.text);
  expect(await tenantsNamed(name)).toHaveLength(1);
});
