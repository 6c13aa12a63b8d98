import { getStore } from '../../src/stores/read-stores';
import type { Store } from '../../src/stores/store';
import { type RegistrationWorld, registrationWorld } from './registration-world';

let world: RegistrationWorld;
beforeAll(async () => {
  world = await registrationWorld();
});
afterAll(() => world.close());

const inTenant: RegistrationWorld['database']['withTenant'] = (...all) => world.database.withTenant(...all);

describe('a store that told of our being uninstalled', () => {
  const tell = (store: Store) =>
    inTenant(
      store.tenantId,
      (sql) => sql`
      update store_webhooks set uninstall_told_at = now(), look_due_at = now()
       where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid`,
    );
  const told = async ({ id, tenantId }: Store) => {
    const { rows } = await inTenant(
      tenantId,
      (sql) => sql<{ told: boolean; sealed: boolean }>`
      select w.uninstall_told_at is not null as told, s.sealing_key is not null as sealed
        from store_webhooks w join stores s on s.tenant_id = w.tenant_id and s.id = w.store_id
       where w.tenant_id = ${tenantId}::uuid and w.store_id = ${id}::uuid`,
    );
    return rows[0];
  };
  const statusOf = (store: Store) => inTenant(store.tenantId, (sql) => getStore(sql, store.id));

  it('and answers stays as it is', async () => {
    const { store } = await world.connected();
    await tell(store);
    await world.look(store);
    expect(await statusOf(store)).toMatchObject({ status: 'active' });
    expect(await told(store)).toEqual({ told: false, sealed: true });
  });

  it('and refuses needs attention; its credentials stay as they are', async () => {
    const { shop, store } = await world.connected();
    await tell(store);
    shop.faults.add({ answer: { key: { consumerSecret: 'cs_another' } } });
    await world.look(store);
    expect(await statusOf(store)).toMatchObject({
      status: 'needs_attention',
      statusDetail: expect.stringContaining('removed from it'),
    });
    expect(await world.webhooks(store)).toMatchObject({ state: 'refused', reason: expect.stringContaining('removed') });
    expect(await told(store)).toEqual({ told: false, sealed: true });
  });

  it('and does not say is asked again', async () => {
    const { shop, store } = await world.connected();
    await tell(store);
    shop.faults.add({ answer: { status: 500 } });
    expect(await world.look(store)).toMatchObject({ isFailed: true });
    expect(await statusOf(store)).toMatchObject({ status: 'active' });
    expect(await told(store)).toMatchObject({ told: true });
  });
});
