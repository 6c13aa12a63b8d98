import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { createSealer } from '../../../src/stores/sealed-credentials';
import { asSuperuser, queryAs } from '../../support/test-database';
import { until } from '../../support/until';
import { untilLocked } from '../../support/until-locked';
import { type ApiWorld, apiWorld, OPERATOR_KEY } from '../api-world';
import { type Ask, asker } from '../ask';

const AT_ONCE = 20;

let woocommerce: WooCommerceSimulator;
let world: ApiWorld;
let other: ApiWorld;

beforeAll(async () => {
  const sealer = createSealer([randomBytes(32)]);
  woocommerce = await startWooCommerceSimulator();
  world = await apiWorld({ sealer });
  other = await apiWorld({ sealer, databaseUrl: world.databaseUrl });
});
afterAll(async () => {
  await other.close();
  await world.close();
  await woocommerce.close();
});

const superuser = (text: string) => queryAs(asSuperuser(world.databaseUrl), text);

const send = (ask: Ask, request: string, key: string, json: unknown) =>
  ask(request, { json, headers: { 'idempotency-key': key } });

/** By turns of two APIs, and whoever comes too early comes again. */
async function sendAtOnce(askers: [Ask, Ask], request: string, json: unknown) {
  const key = randomUUID();
  const statuses = new Set<number>();
  const untilAnswered = (ask: Ask) =>
    until('an answer', async () => {
      const reply = await send(ask, request, key, json);
      statuses.add(reply.status);
      return reply.status !== 409 && reply;
    });
  const replies = await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => untilAnswered(askers[n % 2] as Ask)));
  return { statuses: [...statuses].sort(), bodies: new Set(replies.map(({ text }) => text)), replies };
}

it(`makes one tenant of ${AT_ONCE} requests at once to two APIs, and gives them one answer`, async () => {
  const name = `At once ${randomUUID()}`;

  const { statuses, bodies, replies } = await sendAtOnce([world.operator, other.operator], 'POST /v1/tenants', {
    name,
  });

  expect(bodies.size).toBe(1);
  expect(statuses.filter((status) => ![201, 409].includes(status))).toEqual([]);
  expect(replies.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
  expect((await superuser(`select from tenants where name = '${name}'`)).rowCount).toBe(1);
});

it(`connects one store, once, for ${AT_ONCE} requests at once`, async () => {
  const tenant = await world.tenant();
  const {
    url: store_url,
    consumerKey: consumer_key,
    consumerSecret: consumer_secret,
  } = woocommerce.addShop({ name: 'once', products: 3 });
  const json = { platform: 'woocommerce', credentials: { store_url, consumer_key, consumer_secret } };

  const asks: [Ask, Ask] = [tenant.ask, asker(other.url, tenant.headers)];
  const { statuses, bodies } = await sendAtOnce(asks, 'POST /v1/stores', json);

  expect(bodies.size).toBe(1);
  expect(statuses.filter((status) => ![201, 409].includes(status))).toEqual([]);
  const { rows } = await superuser(`select credentials_version from stores where tenant_id = '${tenant.id}'`);
  expect(rows).toEqual([{ credentials_version: 1 }]);
});

it('makes nothing for a request that was so slow that its key was taken again', async () => {
  const key = randomUUID();
  const name = `Slow ${randomUUID()}`;
  const holder = new Client({ connectionString: asSuperuser(world.databaseUrl) });
  await holder.connect();
  await holder.query('begin; lock table change_counters in access exclusive mode');
  const slow = send(asker(world.url, { 'x-operator-key': OPERATOR_KEY }), 'POST /v1/tenants', key, { name });
  await untilLocked('the first request', world.databaseUrl);
  await superuser(`update idempotency_keys set taken_at = taken_at - interval '61 seconds' where key = '${key}'`);
  const second = send(other.operator, 'POST /v1/tenants', key, { name });
  await until('the second one to take its place', async () => {
    const { rows } = await superuser(`select taken_at > now() - interval '60 seconds' as taken from idempotency_keys
                                       where key = '${key}'`);
    return rows[0]?.taken === true;
  });

  await holder.query('commit');
  await holder.end();

  expect([(await slow).status, (await second).status]).toEqual([409, 201]);
  expect((await superuser(`select from tenants where name = '${name}'`)).rowCount).toBe(1);
  const again = await send(world.operator, 'POST /v1/tenants', key, { name });
  expect(again.text).toBe((await second).text);
});
