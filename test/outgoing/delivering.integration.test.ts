import type { TenantSql } from '../../src/database/sql';
import { EVENT_TYPES } from '../../src/model/events/event';
import { type Delivery, listDeliveries } from '../../src/outgoing/deliveries/list-deliveries';
import { listDueEndpoints } from '../../src/outgoing/deliveries/list-due-endpoints';
import { resend, sendTest } from '../../src/outgoing/deliveries/send-by-hand';
import { createEndpoint, patchEndpoint, rotateEndpointSecret } from '../../src/outgoing/endpoints/keep-endpoint';
import { readEndpoint } from '../../src/outgoing/endpoints/list-endpoints';
import { resealEndpoint } from '../../src/outgoing/endpoints/reseal-endpoint';
import { createSealer } from '../../src/stores/sealed-credentials';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { type Receiver, refused, startReceiver, taken, verified } from './receiver';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ deliveries: true });
});
afterAll(() => world.close());

const receivers: Receiver[] = [];
afterEach(() => {
  for (const receiver of receivers.splice(0)) receiver.close();
});

const key = () => Buffer.from(world.workerEnvironment.CREDENTIALS_KEY ?? '', 'base64');
const sealer = () => createSealer([key()]);

async function listening(tenantId = world.tenantId) {
  const receiver = await startReceiver();
  receivers.push(receiver);
  const sql = <Result>(work: (sql: TenantSql) => Promise<Result>) => world.database.withTenant(tenantId, work);
  const made = await sql((each) =>
    createEndpoint(each, sealer(), { url: receiver.url, events: [...EVENT_TYPES], description: null }),
  );
  if (made === null) throw new Error('too many endpoints');
  const { secret, endpoint } = made;
  const { id } = endpoint;
  const deliveries = async (): Promise<Delivery[]> =>
    (await sql((each) => listDeliveries(each, { endpointId: id, limit: 100, after: null }))).items;
  return {
    id,
    secret,
    receiver,
    sql,
    deliveries,
    test: () => sql((each) => sendTest(each, id)),
    endpoint: () => sql((each) => readEndpoint(each, id)),
    /** As if so much time had gone by for all that waits. */
    letTimeGoBy: (interval: string) =>
      sql(async (each) => {
        await each`
          update event_deliveries set next_try_at = next_try_at - ${interval}::interval, first_tried_at = first_tried_at - ${interval}::interval
           where tenant_id = ${tenantId}::uuid and endpoint_id = ${id}::uuid`;
        await each`
          update event_endpoints set failing_since = failing_since - ${interval}::interval, probe_at = probe_at - ${interval}::interval
           where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
      }),
    /** The look each minute rings, too. */
    ring: () => sql(async (each) => void each.news.push({ tenantId, endpointId: id, afterMs: 0 })),
  };
}

const whenState = (deliveries: () => Promise<Delivery[]>, state: Delivery['state'], tries?: number) =>
  until(`a delivery is ${state}`, async () =>
    (await deliveries()).find((each) => each.state === state && (tries === undefined || each.tries >= tries)),
  );

it('tells of a sync what it changed and how it ended, signed so that the library of Standard Webhooks takes it', async () => {
  const { receiver, secret, deliveries } = await listening(await world.newTenant('Told'));
  const tenantId = receiver.url;
  expect(tenantId).toContain('127.0.0.1');
  const owner = await world.newTenant('Owner');
  const heard = await listening(owner);
  const { store } = await world.wooCommerce({ products: 3 }, owner);
  const run = await world.sync(store);

  const completed = await heard.receiver.waitFor('sync.completed');
  const changed = await heard.receiver.waitFor('catalog.changed');

  expect(verified(completed, heard.secret)).toEqual({
    id: completed.headers['webhook-id'],
    type: 'sync.completed',
    at: expect.stringMatching(/Z$/),
    tenant_id: owner,
    data: expect.objectContaining({ run_id: run.id, store_id: store.id, mode: 'full', error: null }),
  });
  expect(changed.data).toMatchObject({ store_id: store.id, run_id: run.id, changes: { created: 3 }, first_seq: 1 });
  expect(() => verified(completed, secret)).toThrow();
  await until('all is noted', async () => (await heard.deliveries()).every(({ state }) => state === 'delivered'));
  expect(receiver.received).toEqual([]);
  expect(await deliveries()).toEqual([]);
});

it('signs with both secrets for a day behind a new one, and then with that alone', async () => {
  const { id, secret, receiver, sql, test } = await listening(await world.newTenant('Rotating'));
  const rotated = await sql((each) => rotateEndpointSecret(each, sealer(), id));
  await test();
  const both = await receiver.waitFor('endpoint.test');
  for (const each of [secret, rotated?.secret ?? '']) expect(verified(both, each)).toMatchObject({ id: both.id });

  await sql(
    (each) => each`
    update event_endpoints set former_secret_until = now() where tenant_id = ${each.tenantId}::uuid and id = ${id}::uuid`,
  );
  await test();
  const one = await receiver.waitFor('another test', (event) => event.id !== both.id);
  expect(verified(one, rotated?.secret ?? '')).toMatchObject({ id: one.id });
  expect(() => verified(one, secret)).toThrow();

  const newKeys = createSealer([Buffer.alloc(32, 7), key()]);
  expect(await sql((each) => resealEndpoint(each, newKeys, id))).toBe(true);
  expect(await sql((each) => resealEndpoint(each, newKeys, id))).toBe(false);
});

it('lets an event that is refused delay no other, and sends it again under its id', async () => {
  const { receiver, deliveries, test, letTimeGoBy, ring } = await listening(await world.newTenant('Poisoned'));
  const poison = (await test())?.event_id;
  receiver.answer((response, { id }) => (id === poison ? refused(response) : taken(response)));
  await whenState(deliveries, 'pending', 1);
  await test();

  await whenState(deliveries, 'delivered');

  const failed = (await deliveries()).find(({ event_id }) => event_id === poison);
  expect(failed).toMatchObject({ state: 'pending', response: { status: 500, body: 'out of order' }, problem: null });
  receiver.answer(taken);
  await letTimeGoBy('1 day');
  await ring();
  await until('it is taken', async () => (await deliveries()).every(({ state }) => state === 'delivered'));
  expect(receiver.received.filter(({ id }) => id === poison).length).toBeGreaterThan(1);
});

it('gives an event up after three days, and sends it when somebody asks for it', async () => {
  const { id, receiver, deliveries, test, sql, letTimeGoBy, ring } = await listening(await world.newTenant('Given up'));
  receiver.answer(refused);
  const sent = await test();
  await whenState(deliveries, 'pending', 1);
  await letTimeGoBy('73 hours');
  await ring();

  expect(await whenState(deliveries, 'failed')).toMatchObject({ next_try_at: null, finished_at: expect.any(Date) });

  receiver.answer(taken);
  await sql((each) => resend(each, { endpointId: id, deliveryId: sent?.id ?? '' }));
  expect(await whenState(deliveries, 'delivered')).toMatchObject({ event_id: sent?.event_id, tries: 1 });
});

it('gives an endpoint that fails one event at a time, pauses it after five days without a success, and goes on when it is resumed', async () => {
  const { id, receiver, deliveries, test, endpoint, sql, letTimeGoBy, ring } = await listening(
    await world.newTenant('Failing'),
  );
  receiver.answer(refused);
  for (let n = 0; n < 8; n++) await test();
  await until('it fails', async () => ((await endpoint())?.failing_since ?? null) !== null);
  await until('it is probed', async () => {
    await letTimeGoBy('2 minutes');
    await ring();
    return receiver.received.length >= 9;
  });
  const tried = receiver.received.length;
  await ring();
  expect(await endpoint()).toMatchObject({ status: 'failing', last_problem: 'it answered 500, and only 2xx counts' });

  await letTimeGoBy('6 days');
  await ring();
  await until('it is paused', async () => (await endpoint())?.status === 'paused');
  expect(await endpoint()).toMatchObject({ paused: { reason: 'failing' } });
  expect(receiver.received.length).toBeGreaterThan(tried - 1);
  expect(await test()).toBeNull();
  expect(await world.database.withSystem((each) => listDueEndpoints(each, 1_000))).not.toContainEqual(
    expect.objectContaining({ endpointId: id }),
  );

  receiver.answer(taken);
  await sql((each) => patchEndpoint(each, id, { paused: false }));
  await until('all that still counts is taken', async () =>
    (await deliveries()).every(({ state }) => state !== 'pending'),
  );
  expect(await endpoint()).toMatchObject({ status: 'active', paused: null, failing_since: null });
});

it('tells others while a receiver hangs, and syncs go on', async () => {
  const owner = await world.newTenant('Hanging');
  const hanging = await Promise.all(Array.from({ length: 10 }, () => listening(owner)));
  for (const { receiver } of hanging) receiver.answer(() => undefined);
  const good = await listening(owner);
  const { store } = await world.wooCommerce({ products: 3 }, owner);

  expect(await world.sync(store)).toMatchObject({ status: 'completed' });

  await good.receiver.waitFor('sync.completed');
  for (const { deliveries } of hanging) {
    expect((await deliveries()).every(({ state }) => state === 'pending')).toBe(true);
  }
});

it('rings each minute for what was left, as a lost bell or a dead worker leaves it', async () => {
  const owner = await world.newTenant('Left');
  const { id, receiver, sql, deliveries } = await listening(owner);
  await sql(async (each) => {
    await sendTest(each, id);
    each.news.length = 0; // as if this process had died behind the commit
    await each`
      update event_deliveries set next_try_at = now() - interval '1 minute', claimed_by = gen_random_uuid()
       where tenant_id = ${owner}::uuid and endpoint_id = ${id}::uuid`;
  });
  const look = await world.client((client) =>
    client.workflow.execute('LookAfterWebhooksWorkflow', {
      workflowId: `look-after-webhooks/${id}`,
      taskQueue: world.taskQueue,
      args: [],
    }),
  );
  expect(look).toMatchObject({ deliveries: { rung: expect.any(Number) } });
  await receiver.waitFor('endpoint.test');
  await whenState(deliveries, 'delivered');
});
