import { listActiveStores } from '../../src/stores/list-active-stores';
import { type StoresWorld, storesWorld } from '../stores/stores-world';

let world: StoresWorld;
beforeAll(async () => {
  world = await storesWorld();
});
afterAll(() => world.close());

it('I10 a sweep lists 80 characters of a name, also of one that was kept when any length was', async () => {
  const { id, tenantId } = await world.connected('a.myshopify.com');
  await world.database.withTenant(
    tenantId,
    (sql) =>
      sql`update stores set name = repeat('é', 3000000) where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
  );
  const listed = await world.database.withSystem((sql) =>
    listActiveStores(sql, { platform: null, trigger: 'api', after: null, limit: 500 }),
  );
  expect(listed).toEqual([expect.objectContaining({ id, name: 'é'.repeat(80) })]);
});
