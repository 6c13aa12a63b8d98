import { randomUUID } from 'node:crypto';
import { forgetUninstall, type Registration, settleLook, takeLook } from '../../../src/stores/webhooks/registration';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { type DeliveringStore, deliver, eventsOf, shopifyStore, webhooksOf } from './delivering';

let shop: DeliveringStore;
let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());
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
