import { disconnectStore } from '../../src/stores/disconnect-store';
import type { Store } from '../../src/stores/store';
import { type RegistrationWorld, registered, registrationWorld, secretsOf, TOPICS, urlOf } from './registration-world';

let world: RegistrationWorld;
beforeAll(async () => {
  world = await registrationWorld();
});
afterAll(() => world.close());

/** Its webhooks are left at the shop, as one that does not answer is left all the same. */
const leave = ({ tenantId, id }: Store) => world.database.withTenant(tenantId, (sql) => disconnectStore(sql, id));

describe('a store that is connected again after webhooks were left there', () => {
  it('has them replaced, as they sign with a secret that was destroyed', async () => {
    const { shop, store } = await world.connected();
    await world.look(store);
    await leave(store);
    await world.connect(shop);

    expect(await world.look(store)).toMatchObject({ made: 6, isFailed: false });

    const { current } = await secretsOf(world, store);
    expect(registered(shop).map(({ secret }) => secret)).toEqual(Array(6).fill(current));
    expect(await world.webhooks(store)).toMatchObject({ state: 'registered', reason: null });
  });

  it('with a key that may only read is told to enter the new secret', async () => {
    const { shop, store } = await world.connected({ permissions: 'read' });
    for (const topic of TOPICS) await shop.webhooks.add({ topic, deliveryUrl: urlOf(store), secret: 's' });
    await world.look(store);
    await leave(store);
    await world.connect(shop);
    for (const _ of 'ab') {
      await world.look(store);
      const { state, topics } = await world.webhooks(store);
      expect(state).toBe('by_hand');
      const told = { state: 'refused', reason: expect.stringContaining('new one') };
      expect(topics).toEqual(Array(6).fill(expect.objectContaining(told)));
    }
  });

  it('keeps nothing of it in sight while it is disconnected', async () => {
    const { store } = await world.connected();
    await world.look(store);
    await leave(store);
    const left = { ...store, status: 'disconnected' } as const;
    expect(await world.webhooks(left)).toMatchObject({ state: 'off', reason: null, delivery_url: null, topics: [] });
    expect(await secretsOf(world, store)).toEqual({ current: null, former: null });
  });
});
