import { randomBytes, randomUUID } from 'node:crypto';
import { noteHintsSince } from '../../../src/hints/hints-since';
import { refreshHintsId } from '../../../src/model/workflow-ids';
import { createSealer } from '../../../src/stores/sealed-credentials';
import { storeDelivery } from '../../../src/stores/webhooks/deliveries';
import { forgetUninstall, type Registration, settleLook, takeLook } from '../../../src/stores/webhooks/registration';
import { sealWebhookSecret } from '../../../src/stores/webhooks/webhook-secrets';
import recorded from '../../fixtures/woocommerce/webhooks.json';
import { type DatabaseFaults, databaseFaults } from '../../support/database-faults';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { type DeliveringStore, deliver, eventsOf, shopifyStore, webhooksOf, wooStore } from './delivering';

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

it('takes the old secret and the new one while one is exchanged, the new one at once', async () => {
  await send('{"id":1}');
  const fresh = 'the new secret of the store';
  await update(
    'update store_webhooks set sealed_former_secret = sealed_secret, sealed_secret = ?::bytea, secret_version = 2 where store_id = ?::uuid',
    sealWebhookSecret(world.sealer, store, fresh),
    store.storeId,
  );
  await until('the new secret to be known', async () => (await send('{"id":2}', { secret: fresh })).status === 200);
  expect((await send('{"id":3}')).status).toBe(200);
  expect((await send('{"id":4}', { secret: 'neither' })).status).toBe(401);
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

it('lets no flood of wrong signatures cost a rightly signed delivery', async () => {
  const answers = await Promise.all(Array.from({ length: 90 }, () => send('{"id":1}', { secret: 'wrong' })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  expect((await send('{"id":1}')).status).toBe(200);
  const other = await wooStore(world, tenant.id);
  expect((await deliver(world.url, other, '{"id":1}', { secret: 'wrong' })).status).toBe(401);
  expect(world.log.filter((line) => line.includes(store.storeId) && line.includes('wrongly signed'))).toHaveLength(1);
});

it('takes what a fresh secret signed, though a stranger had the store looked up a moment ago', async () => {
  await send('{"id":1}', { secret: 'a stranger’s' });
  const fresh = sealWebhookSecret(world.sealer, store, 'the new secret');
  await update('update store_webhooks set sealed_secret = ?::bytea where store_id = ?::uuid', fresh, store.storeId);
  expect((await send('{"id":2}', { secret: 'the new secret' })).status).toBe(200);
});

it('takes what the secret signed whose former one cannot be read any more, and answers 503 where it cannot be read itself', async () => {
  const lost = createSealer([randomBytes(32)]);
  const unreadable = sealWebhookSecret(lost, store, 'lost');
  await update(
    'update store_webhooks set sealed_former_secret = ?::bytea where store_id = ?::uuid',
    unreadable,
    store.storeId,
  );
  expect((await send('{"id":1}')).status).toBe(200);
  expect((await send('{"id":2}', { secret: 'lost' })).status).toBe(401);

  const other = await wooStore(world, tenant.id);
  await update(
    'update store_webhooks set sealed_secret = ?::bytea where store_id = ?::uuid',
    sealWebhookSecret(lost, other, 'x'),
    other.storeId,
  );
  for (let sent = 0; sent < 3; sent++) {
    const { status, text } = await deliver(world.url, other, '{"id":1}');
    expect({ status, ...JSON.parse(text) }).toMatchObject({
      status: 503,
      code: 'secret_unreadable',
      detail: expect.stringContaining('CREDENTIALS_KEY'),
    });
  }
  expect(world.log.filter((line) => line.includes(other.storeId) && line.includes('cannot be read: its'))).toHaveLength(
    1,
  );
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

describe('of Shopify', () => {
  let shop: DeliveringStore;
  beforeEach(async () => {
    shop = await shopifyStore(world, tenant.id, `${randomUUID()}.myshopify.com`);
  });

  it('takes what names the shop and is signed by its app, and makes a row that was missing', async () => {
    const body = '{"id":788032119674292922,"updated_at":"2026-11-27T16:00:00-05:00"}';
    expect((await deliver(world.url, shop, body)).status).toBe(200);
    expect(await eventsOf(world, shop)).toMatchObject([{ externalIds: ['788032119674292922'], state: 'pending' }]);
    expect(await webhooksOf(world, shop)).toMatchObject({ state: 'by_hand', hintsSince: expect.any(Date) });
  });

  it('refuses a rightly signed body of the same app that another shop got', async () => {
    const headers = { 'x-shopify-shop-domain': 'other.myshopify.com' };
    expect((await deliver(world.url, shop, '{"id":1}', { headers })).status).toBe(401);
    expect(await eventsOf(world, shop)).toEqual([]);
  });

  it('reads again, and no more, when a signed body comes under another topic', async () => {
    const body = '{"id":1,"updated_at":"2026-11-27T16:00:00Z"}';
    await deliver(world.url, shop, body, { topic: 'products/delete' });
    await deliver(world.url, shop, body, { topic: 'app/uninstalled' });
    expect(await eventsOf(world, shop)).toMatchObject([
      { news: 'gone', externalIds: ['1'], state: 'pending' },
      { topic: 'app/uninstalled', state: 'ignored', reason: expect.stringContaining('asked') },
    ]);
    expect(await webhooksOf(world, shop)).toMatchObject({ uninstallToldAt: expect.any(Date) });
    const { body: read } = await tenant.ask(`GET /v1/stores/${shop.storeId}`);
    expect(read.status).toBe('active');
  });

  it('keeps one row of what names no product, however often the same is sent', async () => {
    for (let sent = 0; sent < 3; sent++) {
      const headers = { 'x-shopify-webhook-id': randomUUID() };
      expect((await deliver(world.url, shop, '{"id":1}', { topic: 'app/uninstalled', headers })).status).toBe(200);
    }
    await deliver(world.url, shop, '{"id":2}', { topic: 'app/uninstalled' });
    expect(await eventsOf(world, shop)).toHaveLength(2);
  });

  it('lets nobody who repeats what was signed overtake a look, and forgets no uninstall that was told since', async () => {
    await deliver(world.url, shop, '{"id":1}', { topic: 'app/uninstalled' });
    const look = await world.database.withTenant(shop.tenantId, (sql) => takeLook(sql, shop.storeId));
    expect(look?.uninstallToldAt).not.toBeNull();
    await deliver(world.url, shop, '{"id":2}', { topic: 'app/uninstalled' });
    await deliver(world.url, shop, '{"id":3}', { topic: 'app/scopes_update' });
    const settled = await world.database.withTenant(shop.tenantId, async (sql) => {
      await forgetUninstall(sql, shop.storeId, look?.uninstallToldAt ?? null);
      return settleLook(sql, look as Registration, { ...(look as Registration), next: 'settled' });
    });
    expect(settled).toBe(true);
    expect((await webhooksOf(world, shop))?.uninstallToldAt?.getTime()).toBeGreaterThan(
      look?.uninstallToldAt?.getTime() ?? 0,
    );
  });

  it('takes a retry for the same delivery', async () => {
    const headers = { 'x-shopify-webhook-id': randomUUID() };
    for (const id of [1, 1, 2]) await deliver(world.url, shop, `{"id":${id}}`, { headers });
    expect((await eventsOf(world, shop)).map(({ externalIds }) => externalIds)).toEqual([['1'], ['2']]);
  });
});

it('writes down how many came, by the secret that signed, and how many wrong ones', async () => {
  const second = await apiWorld({ databaseUrl: world.databaseUrl });
  const other = await wooStore(second, tenant.id); // sealed by that world's key
  await Promise.all([1, 2, 3].map((id) => deliver(second.url, other, `{"id":${id}}`)));
  await deliver(second.url, other, '{"id":1}', { secret: 'wrong' });
  await second.close();
  expect(await webhooksOf(world, other)).toMatchObject({
    deliveries: 3,
    deliveriesByFormer: 0,
    wrongSignatures: 1,
    lastReceivedAt: expect.any(Date),
    wrongSignatureAt: expect.any(Date),
  });
});

describe('while the database does not take it', () => {
  let second: ApiWorld;
  let faults: DatabaseFaults;
  beforeAll(async () => {
    faults = await databaseFaults(world.databaseUrl);
  });
  beforeEach(async () => {
    second = await apiWorld({ databaseUrl: world.databaseUrl });
  });
  afterEach(() => faults.clear());
  afterAll(() => faults.close());

  it.each(['terminated', '53300'])(
    'answers 503 (%s), keeps nothing, and has the store looked at soon',
    async (code) => {
      const other = await wooStore(second, tenant.id);
      await putOff(other);
      await faults.strike({ on: 'insert', table: 'webhook_events', code, times: 1 });
      expect((await deliver(second.url, other, '{"id":1}')).status).toBe(503);
      expect(await eventsOf(world, other)).toEqual([]);
      expect((await deliver(second.url, other, '{"id":1}')).status).toBe(200);
      expect(await eventsOf(world, other)).toHaveLength(1);

      await second.close();
      expect(await isDueSoon(other)).toEqual({ look: true, incremental: true });
    },
  );

  it('has a store looked at soon that could not even be found', async () => {
    const other = await wooStore(second, tenant.id);
    await putOff(other);
    await faults.refuseConnections(true);
    await faults.terminateAll();
    expect((await deliver(second.url, other, '{"id":1}')).status).toBe(503);
    await faults.refuseConnections(false);
    await second.close();
    expect(await isDueSoon(other)).toEqual({ look: true, incremental: true });
  });

  const putOff = async ({ storeId }: DeliveringStore) => {
    await update(`update store_webhooks set look_due_at = now() + interval '1 hour' where store_id = ?::uuid`, storeId);
    await update(`update stores set next_incremental_at = now() + interval '1 hour' where id = ?::uuid`, storeId);
  };
  const isDueSoon = async ({ storeId }: DeliveringStore) => {
    const { rows } = await update(
      `select w.look_due_at < now() + interval '1 minute' as look, s.next_incremental_at < now() + interval '1 minute' as incremental
         from store_webhooks w join stores s on s.id = w.store_id where s.id = ?::uuid`,
      storeId,
    );
    return rows[0];
  };
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
