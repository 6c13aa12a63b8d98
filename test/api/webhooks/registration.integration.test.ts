import { randomBytes } from 'node:crypto';
import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';

const PUBLIC_URL = 'https://sync.example';

let world: ApiWorld;
let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
let tenant: TestTenant;
beforeAll(async () => {
  [world, simulator] = await Promise.all([apiWorld({ publicUrl: PUBLIC_URL }), startWooCommerceSimulator()]);
  tenant = await world.tenant();
});
afterAll(() => Promise.all([world.close(), simulator.close()]));

async function connected() {
  const shop = simulator.addShop({ name: `shop-${randomBytes(4).toString('hex')}`, products: 1 });
  const credentials = { store_url: shop.url, consumer_key: shop.consumerKey, consumer_secret: shop.consumerSecret };
  const { body } = await tenant.ask('POST /v1/stores', { json: { platform: 'woocommerce', credentials } });
  const id: string = body.id;
  return { shop, id, url: `${PUBLIC_URL}/webhooks/woocommerce/${id}` };
}

const webhooksOf = async (id: string) => (await tenant.ask(`GET /v1/stores/${id}`)).body.webhooks;

it('shows where a store sends to, and that it was not tried yet', async () => {
  const { id, url } = await connected();
  expect(await webhooksOf(id)).toEqual({
    state: 'refused',
    reason: expect.stringContaining('not tried'),
    delivery_url: url,
    topics: [],
    last_received_at: null,
    pending: 0,
    oldest_pending_at: null,
    deliveries: 0,
    deliveries_by_former: 0,
    wrong_signatures: 0,
  });
  expect((await world.operator(`GET /v1/stores/${id}`)).body).toMatchObject({
    tenant_id: tenant.id,
    webhooks: { delivery_url: url },
  });
});

it('turns webhooks off and on again by a setting', async () => {
  const { id } = await connected();
  const patch = (webhooks: unknown) => tenant.ask(`PATCH /v1/stores/${id}`, { json: { settings: { webhooks } } });

  expect((await patch('off')).body.settings.webhooks).toBe('off');
  expect(await webhooksOf(id)).toMatchObject({ state: 'off', delivery_url: null });
  expect((await tenant.ask(`GET /v1/stores/${id}/webhook-setup`)).status).toBe(409);
  expect((await patch('auto')).body.settings).toMatchObject({ webhooks: 'auto' });
  expect(await webhooksOf(id)).toMatchObject({ state: 'refused' });
  expect((await patch('sometimes')).status).toBe(400);
});

it('says how to enter webhooks by hand, and makes a secret that is shown once', async () => {
  const { id, url } = await connected();
  const setup = await tenant.ask(`GET /v1/stores/${id}/webhook-setup`);
  expect(setup).toMatchObject({
    status: 200,
    body: { delivery_url: url, steps: [expect.any(String), expect.any(String), expect.any(String)] },
  });
  expect(setup.body.topics[0]).toEqual({ topic: 'product.created', in_admin: 'Product created' });

  const made = await tenant.ask(`POST /v1/stores/${id}/webhook-setup`);
  const again = await tenant.ask(`POST /v1/stores/${id}/webhook-setup`);

  expect(made).toMatchObject({ status: 201, body: { ...setup.body, secret: expect.stringMatching(/^[\w-]{43}$/) } });
  expect(again.body.secret).not.toBe(made.body.secret);
  const audit = await tenant.ask('GET /v1/audit-logs');
  expect(audit.body.items[0]).toMatchObject({
    action: 'webhook_secret_made',
    metadata: { store_id: id, secret_version: 2 },
  });
  const shown = ['', '/webhook-setup'].map((path) => tenant.ask(`GET /v1/stores/${id}${path}`));
  const everything = [audit, ...(await Promise.all(shown))].map(({ text }) => text);
  for (const { body } of [made, again]) expect([...everything, ...world.log].join('\n')).not.toContain(body.secret);
});

it('lets only those who manage integrations see it', async () => {
  const { id } = await connected();
  const { body } = await world.operator(`POST /v1/tenants/${tenant.id}/api-keys`, {
    json: { name: 'viewer', scopes: ['integrations:view'] },
  });
  const headers = { 'x-tenant-id': tenant.id, 'x-tenant-api-key': body.key };
  for (const method of ['GET', 'POST']) {
    expect((await world.ask(`${method} /v1/stores/${id}/webhook-setup`, { headers })).status).toBe(403);
  }
});

it('takes ours away when the store is disconnected, and destroys the secrets', async () => {
  const { id, shop, url } = await connected();
  await tenant.ask(`POST /v1/stores/${id}/webhook-setup`);
  await shop.webhooks.add({ topic: 'product.updated', deliveryUrl: url });
  const foreign = await shop.webhooks.add({ topic: 'product.updated', deliveryUrl: 'https://else.example/' });

  expect((await tenant.ask(`DELETE /v1/stores/${id}`)).status).toBe(204);

  expect([...shop.webhooks.registered.values()]).toEqual([foreign]);
  expect(await webhooksOf(id)).toMatchObject({ state: 'off', topics: [] });
  const { rows } = await world.database.withSystem(
    (sql) => sql`
      select sealed_secret, sealed_former_secret, look_due_at from store_webhooks where store_id = ${id}::uuid`,
  );
  expect(rows).toEqual([{ sealed_secret: null, sealed_former_secret: null, look_due_at: null }]);
  expect((await tenant.ask(`GET /v1/stores/${id}/webhook-setup`)).status).toBe(409);
});

it('leaves secrets out of the export of a tenant', async () => {
  const { id } = await connected();
  const { body } = await tenant.ask(`POST /v1/stores/${id}/webhook-setup`);
  const { text } = await world.operator(`GET /v1/tenants/${tenant.id}/export`);
  expect(text).toContain(id);
  expect(text).not.toMatch(/sealed_(former_)?secret/);
  expect(text).not.toContain(body.secret);
});
