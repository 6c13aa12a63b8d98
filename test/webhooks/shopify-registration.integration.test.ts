import { platforms } from '../../src/platforms/platforms';
import type { Store } from '../../src/stores/store';
import { webhookSecretsOf } from '../../src/stores/webhooks/webhook-secrets';
import { readWebhooks } from '../../src/stores/webhooks/webhooks-view';
import { type RegistrationWorld, registrationWorld } from './registration-world';

let world: RegistrationWorld;
beforeAll(async () => {
  world = await registrationWorld();
});
afterAll(() => world.close());

const TOPICS = platforms.shopify.webhooks?.topics ?? [];

async function formerSecretOf({ id: storeId, tenantId }: Store) {
  const { rows } = await world.database.withTenant(
    tenantId,
    (sql) => sql<{ sealedSecret: Buffer | null; sealedFormerSecret: Buffer | null }>`
      select sealed_secret as "sealedSecret", sealed_former_secret as "sealedFormerSecret"
        from store_webhooks where tenant_id = ${tenantId}::uuid and store_id = ${storeId}::uuid`,
  );
  const [row] = rows;
  return row && webhookSecretsOf(world.dependencies.sealer, { tenantId, storeId, ...row });
}

it('registers nothing that could not be checked, and says what to send; with it, it registers each topic', async () => {
  const shop = world.shopifyShop();
  const store = await world.connectShopify(shop);
  await world.look(store);
  expect(await world.webhooks(store)).toMatchObject({
    state: 'refused',
    reason: expect.stringContaining('client_secret'),
  });
  expect(shop.webhooks.subscriptions.all()).toEqual([]);

  await world.connectShopify(shop, { client_secret: 'shpss_1' });
  expect(await world.due()).toContain(store.id);
  expect(await world.look(store)).toEqual({ made: TOPICS.length, isLost: false, isFailed: false });
  expect(await world.look(store)).toMatchObject({ made: 0 });
  expect(shop.webhooks.subscriptions.all()).toHaveLength(TOPICS.length);
  expect(await world.webhooks(store)).toMatchObject({ state: 'registered', reason: null });
});

it('makes those again that Shopify removed', async () => {
  const shop = world.shopifyShop();
  const store = await world.connectShopify(shop, { client_secret: 'shpss_1' });
  await world.look(store);
  await world.look(store);
  const [first] = shop.webhooks.subscriptions.of('PRODUCTS_UPDATE');
  shop.webhooks.subscriptions.remove(first?.id ?? '');

  expect(await world.look(store)).toEqual({ made: 1, isLost: true, isFailed: false });
  expect(shop.webhooks.subscriptions.all()).toHaveLength(TOPICS.length);
});

it('accepts the former client secret after the store was connected with another one', async () => {
  const shop = world.shopifyShop();
  const store = await world.connectShopify(shop, { client_secret: 'shpss_before' });
  await world.connectShopify(shop, { client_secret: 'shpss_before' });
  expect(await formerSecretOf(store)).toEqual({ current: null, former: null });
  await world.connectShopify(shop, { client_secret: 'shpss_after' });
  expect(await formerSecretOf(store)).toEqual({ current: null, former: 'shpss_before' });
});

it('does not try where Shopify itself delivers nothing, and says why', async () => {
  const shop = world.shopifyShop();
  const store = await world.connectShopify(shop, { client_secret: 'shpss_1' });
  const surroundings = { allowPrivateStores: true, storePorts: [443], shopifyOriginTemplate: 'https://{shop}' };
  await world.look(store, { surroundings });
  expect(await world.webhooks(store)).toMatchObject({ state: 'refused', reason: expect.stringContaining('https') });
  expect(shop.webhooks.subscriptions.all()).toEqual([]);
});

it('keeps the former client secret of a store that nobody looked after', async () => {
  const shop = world.shopifyShop();
  const store = await world.connectShopify(shop, { client_secret: 'shpss_before' });
  const { tenantId, id } = store;
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`delete from store_webhooks where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`;
    await sql`update stores set webhooks = 'off' where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
  });
  await world.connectShopify(shop, { client_secret: 'shpss_after' });
  expect(await formerSecretOf(store)).toEqual({ current: null, former: 'shpss_before' });
});

it('shows a store as not tried yet whose row is there for other reasons than a look', async () => {
  const store = await world.connectShopify(world.shopifyShop());
  const { tenantId, id } = store;
  const view = await world.database.withTenant(tenantId, async (sql) => {
    await sql`update store_webhooks set state = 'off', reason = null
               where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`;
    return readWebhooks(sql, store, null);
  });
  expect(view).toMatchObject({ state: 'no_public_url', reason: expect.stringContaining('PUBLIC_URL') });
});
