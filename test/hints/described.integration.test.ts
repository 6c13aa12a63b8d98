import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { inboxOf } from './inbox';

let world: SyncWorld;
let inbox: ReturnType<typeof inboxOf>;
beforeAll(async () => {
  world = await startSyncWorld();
  inbox = inboxOf(world);
});
afterAll(() => world.close());

it('asks a store what it is and sells in once in five minutes, whichever run did', async () => {
  const { shop, store } = await world.wooCommerce({ products: [{ id: '1', name: 'A', regular_price: '5.00' }] });
  await world.sync(store);
  const asked = () => shop.requestLog.filter(({ path }) => path.includes('currencies/current')).length;
  const once = asked();
  await inbox.tell(store, ['1']);
  expect(asked()).toBe(once);

  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`
      update store_webhooks set described_at = now() - interval '301 seconds'
       where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid and described_at is not null`;
  });
  await inbox.tell(store, ['1']);
  const again = asked();
  expect(again).toBeGreaterThan(once);
  await inbox.tell(store, ['1']);
  expect(asked()).toBe(again);
});
