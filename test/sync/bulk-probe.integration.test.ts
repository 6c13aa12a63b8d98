import { patchStore } from '../../src/tenants/stores/patch-store';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

it('probe', async () => {
  const { shop, store } = await world.shopify({ products: 300, nasty: true });
  await world.database.withTenant(store.tenantId, (sql) =>
    patchStore(sql, store.id, { settings: { bulk_above: { products: 100 } } }),
  );
  const run = await world.sync(store);
  console.log(
    JSON.stringify(run, null, 1),
    JSON.stringify(shop.bulk.all()).slice(0, 600),
    shop.requestLog.map((r) => `${r.path} ${r.query?.slice(0, 40).replaceAll('\n', ' ')}`),
  );
  const again = await world.sync(store);
  console.log(JSON.stringify(again.products), again.status, again.reader, again.reader_note);
}, 60_000);
