import { getStore } from '../../src/stores/read-stores';
import { type RegistrationWorld, registered, registrationWorld, TOPICS, urlOf } from './registration-world';

let world: RegistrationWorld;
beforeAll(async () => {
  world = await registrationWorld();
});
afterAll(() => world.close());

const inTenant: RegistrationWorld['database']['withTenant'] = (...all) => world.database.withTenant(...all);

describe('a store with a Read key', () => {
  it('is asked no more than once a day whether it may write', async () => {
    const { shop, store } = await world.connected({ permissions: 'read' });
    await world.look(store);
    shop.resetCounters();
    await world.look(store);
    expect(shop.counters.requests).toBe(1);
    const { tenantId, id } = store;
    await inTenant(
      tenantId,
      (sql) => sql`
        update store_webhooks set looked_at = now() - interval '1 day'
         where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`,
    );
    await world.look(store);
    expect(shop.counters.requests).toBe(3);
  });

  it('that gets a Read/Write key has its webhooks made by us', async () => {
    const { shop, store } = await world.connected({ permissions: 'read' });
    await world.look(store);
    for (const topic of TOPICS) await shop.webhooks.add({ topic, deliveryUrl: urlOf(store), secret: 's' });
    await world.look(store);
    shop.faults.add({ answer: { key: { permissions: 'read_write' } } });
    await world.connect(shop);
    expect(await world.look(store)).toMatchObject({ made: 6 });
    expect(registered(shop)).toHaveLength(6);
    expect(await world.webhooks(store)).toMatchObject({ state: 'registered', reason: null });
  });

  it('is cared for by hand, and stays active: the refusal says nothing of its credentials', async () => {
    const { shop, store } = await world.connected({ permissions: 'read' });

    expect(await world.look(store)).toEqual({ made: 0, isLost: false, isFailed: false });

    const { state, reason, topics } = await world.webhooks(store);
    expect([state, reason]).toEqual(['by_hand', expect.stringContaining('may only read')]);
    expect(topics.map((each) => each.state)).toEqual(Array(6).fill('missing'));
    expect(registered(shop)).toEqual([]);
    const kept = await inTenant(store.tenantId, (sql) => getStore(sql, store.id));
    expect(kept).toMatchObject({ status: 'active', statusDetail: null });
  });

  it('shows which topics its owner has entered, and is due for an incremental look when one is switched off', async () => {
    const { shop, store } = await world.connected({ permissions: 'read' });
    await world.look(store);
    for (const topic of TOPICS) await shop.webhooks.add({ topic, deliveryUrl: urlOf(store), secret: 's' });

    await world.look(store);
    expect(await world.webhooks(store)).toMatchObject({
      state: 'by_hand',
      reason: expect.stringContaining('may only read'),
    });
    expect((await world.webhooks(store)).topics.map(({ state }) => state)).toEqual(Array(6).fill('registered'));

    const [first] = registered(shop);
    if (first) first.status = 'disabled';
    expect(await world.look(store)).toEqual({ made: 0, isLost: true, isFailed: false });
    expect((await world.webhooks(store)).topics[0]).toMatchObject({
      state: 'missing',
      reason: expect.stringContaining('activate it'),
    });
    expect(await world.look(store)).toMatchObject({ isLost: false });
  });
});
