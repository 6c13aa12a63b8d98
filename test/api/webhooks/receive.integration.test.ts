import { randomUUID } from 'node:crypto';
import { noteHintsSince } from '../../../src/hints/hints-since';
import { refreshHintsId } from '../../../src/model/workflow-ids';
import { storeDelivery } from '../../../src/stores/webhooks/deliveries';
import { sealWebhookSecret } from '../../../src/stores/webhooks/webhook-secrets';
import recorded from '../../fixtures/woocommerce/webhooks.json';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { type DeliveringStore, deliver, eventsOf, webhooksOf, wooStore } from './delivering';

let world: ApiWorld;
let tenant: TestTenant;
let store: DeliveringStore;

beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
});
beforeEach(async () => {
  store = await wooStore(world, tenant.id);
});
afterAll(() => world.close());

const send = (body: string | Buffer, sent?: Parameters<typeof deliver>[3]) => deliver(world.url, store, body, sent);
const update = (text: string, ...values: unknown[]) =>
  world.database.withTenant(store.tenantId, (sql) =>
    sql(Object.assign(text.split('?'), { raw: text.split('?') }), ...values),
  );

const isRungFor = ({ storeId }: DeliveringStore) =>
  world.temporal
    .ask((client) => client.workflow.getHandle(refreshHintsId('woocommerce', storeId)).describe())
    .then(({ type }) => type === 'RefreshHintsWorkflow')
    .catch(() => false);

it('keeps what it is told as hints, and has them looked at', async () => {
  const before = Date.now();
  expect(await send('{"id":10,"date_modified_gmt":"2026-11-27T21:23:58"}')).toEqual({ status: 200, text: '' });
  expect((await send('{"id":11}', { topic: 'product.deleted' })).status).toBe(200);

  expect(await eventsOf(world, store)).toMatchObject([
    {
      topic: 'product.updated',
      news: 'changed',
      subject: 'product',
      externalIds: ['10'],
      state: 'pending',
      datedAt: new Date('2026-11-27T21:23:58Z'),
      handledAt: null,
    },
    { topic: 'product.deleted', news: 'gone', subject: 'unknown', externalIds: ['11'], datedAt: null },
  ]);
  const { hintsSince } = (await webhooksOf(world, store)) ?? {};
  expect(hintsSince?.getTime()).toBeGreaterThan(before - 60_000);
  await until('the workflow to be started', () => isRungFor(store));
});

it('takes every recorded delivery of real stores, to the byte', async () => {
  const sealed = sealWebhookSecret(world.sealer, store, recorded.secret);
  await update('update store_webhooks set sealed_secret = ?::bytea where store_id = ?::uuid', sealed, store.storeId);
  for (const { headers, body } of recorded.deliveries) {
    const { host: _, connection: __, 'content-length': ___, ...others } = headers as Record<string, string>;
    const { status } = await fetch(`${world.url}/webhooks/woocommerce/${store.storeId}`, {
      method: 'POST',
      headers: others,
      body,
    });
    expect([headers, status]).toEqual([headers, 200]);
  }
  const rows = await eventsOf(world, store);
  expect(rows).toHaveLength(recorded.deliveries.length - 1); // the ping leaves none
  expect(rows.filter(({ state }) => state !== 'pending').map(({ topic }) => topic)).toEqual([
    'action.woocommerce_updated_product_stock',
  ]);
});

it('I12 takes the same news for the hint that nobody has claimed, observed anew, and never for one that is claimed', async () => {
  const body = '{"id":10}';
  await send(body, { topic: 'product.deleted' });
  const [first] = await eventsOf(world, store);
  await send(body, { topic: 'product.deleted' });
  const [joined, ...none] = await eventsOf(world, store);
  expect(none).toEqual([]);
  expect(joined).toMatchObject({ id: first?.id, receivedAt: first?.receivedAt });
  expect(joined?.observation).toBeGreaterThan(first?.observation ?? 0);

  await update('update webhook_events set claimed_by = ?::uuid where store_id = ?::uuid', randomUUID(), store.storeId);
  await send(body, { topic: 'product.deleted' });
  const [claimed, fresh] = await eventsOf(world, store);
  expect(claimed?.observation).toBe(joined?.observation);
  expect(fresh).toMatchObject({ claimedBy: null, state: 'pending', externalIds: ['10'] });
});

it('refuses what is wrongly signed, counts it, and keeps no row of it', async () => {
  expect((await send('{"id":10}', { secret: 'another' })).status).toBe(401);
  expect((await send('{"id":10}', { headers: { 'x-wc-webhook-signature': '' } })).status).toBe(401);
  const body = Buffer.from('{"id": 10 , "name":"\\u00e9"}\n');
  expect((await send(body)).status).toBe(200); // parsed and written anew it would be other bytes
  expect(await eventsOf(world, store)).toHaveLength(1);
});

it('answers a store that is unknown, another platform’s, disconnected or no id in the same way', async () => {
  const gone = await wooStore(world, tenant.id);
  await update(`update stores set status = 'disconnected' where id = ?::uuid`, gone.storeId);
  const answers = await Promise.all(
    [
      `/webhooks/woocommerce/${randomUUID()}`,
      `/webhooks/shopify/${store.storeId}`,
      `/webhooks/magento/${store.storeId}`,
      `/webhooks/woocommerce/${gone.storeId}`,
      '/webhooks/woocommerce/1',
    ].map((path) => send('{"id":10}', { path })),
  );
  const told = answers.map(({ status, text }) => ({ status, ...JSON.parse(text), request_id: null, type: null }));
  expect(told).toEqual(told.map(() => told[0]));
  expect(told[0]).toMatchObject({ status: 404, code: 'not_found' });
});

it('notices at once that a store it knew was disconnected', async () => {
  await send('{"id":10}');
  await update(`update stores set status = 'disconnected' where id = ?::uuid`, store.storeId);
  expect((await send('{"id":11}')).status).toBe(404);
  expect(await eventsOf(world, store)).toHaveLength(1);
});

it('keeps what a paused store tells, and rings for nobody', async () => {
  await update('update stores set paused_at = now() where id = ?::uuid', store.storeId);
  expect((await send('{"id":10}')).status).toBe(200);
  expect(await eventsOf(world, store)).toMatchObject([{ state: 'pending' }]);
  expect((await webhooksOf(world, store))?.hintsSince).toBeNull();
});

it('takes up to 5 MiB, and no more, told or not how long it is', async () => {
  const large = (bytes: number) =>
    Buffer.concat([Buffer.from('{"id":10,"x":"'), Buffer.alloc(bytes - 16, 'x'), Buffer.from('"}')]);
  expect((await send(large(5 * 1024 * 1024))).status).toBe(200);
  expect((await send(large(5 * 1024 * 1024 + 1))).status).toBe(413);
  const { status } = await fetch(`${world.url}/webhooks/woocommerce/${store.storeId}`, {
    method: 'POST',
    body: new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
    }),
    duplex: 'half',
  } as RequestInit).catch(() => ({ status: 413 })); // the connection may be closed under the sender's hands
  expect(status).toBe(413);
});

it('tells of a webhook that sends errors as the state of its topic, until it sends news again', async () => {
  const error = '{"code":"woocommerce_rest_cannot_view","message":"Sorry","data":{"status":403}}';
  expect((await send(error)).status).toBe(200);
  expect(await eventsOf(world, store)).toMatchObject([{ state: 'failed', reason: expect.stringContaining('403') }]);
  const broken = await webhooksOf(world, store);
  expect(broken).toMatchObject({
    reason: expect.stringContaining('403'),
    topics: [{ topic: 'product.updated', state: 'refused', reason: expect.stringContaining('403') }],
  });

  await send(error);
  expect((await webhooksOf(world, store))?.topics).toEqual(broken?.topics);
  await send('{"id":10}');
  expect(await webhooksOf(world, store)).toMatchObject({
    reason: null,
    topics: [{ topic: 'product.updated', state: 'registered' }],
  });
});

it('keeps what is told though its webhooks are off as ignored, and rings for nobody', async () => {
  await update(`update stores set webhooks = 'off' where id = ?::uuid`, store.storeId);
  expect((await send('{"id":10}')).status).toBe(200);
  expect(await eventsOf(world, store)).toMatchObject([
    { state: 'ignored', handledAt: expect.any(Date), externalIds: ['10'], reason: expect.stringContaining('off') },
  ]);
  expect((await webhooksOf(world, store))?.hintsSince).toBeNull();
});

it('keeps what a store of an inactive tenant tells for when it is active again, and rings for nobody', async () => {
  const inactive = await world.tenant('Inactive');
  const other = await wooStore(world, inactive.id);
  await world.database.withSystem((sql) => sql`update tenants set is_active = false where id = ${inactive.id}::uuid`);
  expect((await deliver(world.url, other, '{"id":10}')).status).toBe(200);
  expect(await eventsOf(world, other)).toMatchObject([{ state: 'pending' }]);
  expect((await webhooksOf(world, other))?.hintsSince).not.toBeNull();
  await send('{"id":10}');
  await until('the other store to be rung for, which told later', () => isRungFor(store));
  expect(await isRungFor(other)).toBe(false);
});

it('takes no hints of a store for done while one is being written', async () => {
  // Looked at earlier: the delivery need not write it, and so nobody waits for its row.
  await update(`update store_webhooks set hints_since = now() where store_id = ?::uuid`, store.storeId);
  await world.database.withTenant(store.tenantId, async (sql) => {
    await storeDelivery(sql, store.storeId, {
      ...{ topic: 'product.updated', news: 'changed', subject: 'product', externalIds: ['1'], datedAt: null },
      ...{ deduplicationKey: '1', state: 'pending', reason: null },
    });
    await world.database.withTenant(store.tenantId, (other) => noteHintsSince(other, store.storeId));
  });
  expect((await webhooksOf(world, store))?.hintsSince).not.toBeNull();
});

it('shows what stores told to whoever may see it, newest first, by store and state', async () => {
  await send('{"id":10}');
  await send('no JSON', { topic: 'product.created' });
  const { body: all } = await tenant.ask(`GET /v1/webhook-events?store_id=${store.storeId}`);
  expect(all.items).toMatchObject([
    { topic: 'product.created', external_ids: [], state: 'ignored', processing_ms: 0, reason: expect.any(String) },
    { topic: 'product.updated', external_ids: ['10'], state: 'pending', processing_ms: null, run_id: null },
  ]);
  const first = await tenant.ask(`GET /v1/webhook-events?store_id=${store.storeId}&limit=1`);
  const next = await tenant.ask(
    `GET /v1/webhook-events?store_id=${store.storeId}&limit=1&cursor=${first.body.next_cursor}`,
  );
  expect([...first.body.items, ...next.body.items]).toEqual(all.items);
  expect(next.body.next_cursor).toBeNull();
  const pending = await tenant.ask(`GET /v1/webhook-events?store_id=${store.storeId}&state=pending`);
  expect(pending.body.items).toEqual([all.items[1]]);
  const other = await world.tenant('Other');
  expect((await other.ask(`GET /v1/webhook-events?store_id=${store.storeId}`)).body.items).toEqual([]);
});
