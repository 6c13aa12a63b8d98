import type { WooShop } from '../../simulators/woocommerce/shop';
import { takeHintsUpAgain } from '../../src/hints/holds/take-up-again';
import type { Store } from '../../src/stores/store';
import { isAloneWithHints } from '../../src/stores/webhooks/hints-lock';
import { rotateSecret } from '../../src/stores/webhooks/keep-secret';
import { leaveStore } from '../../src/stores/webhooks/leave-store';
import { askForLook, askForRemoval, noteOwnFailure } from '../../src/stores/webhooks/registration';
import { untilLocked } from '../support/until-locked';
import {
  PUBLIC_URL,
  type RegistrationWorld,
  registered,
  registrationWorld,
  rowOf,
  secretsOf,
  TOPICS,
  urlOf,
} from './registration-world';

let world: RegistrationWorld;
beforeAll(async () => {
  world = await registrationWorld();
});
afterAll(() => world.close());

const inTenant: RegistrationWorld['database']['withTenant'] = (...all) => world.database.withTenant(...all);
const topicsOf = (shop: WooShop) => registered(shop).map(({ topic }) => topic);

async function nextIncremental({ id, tenantId }: Store): Promise<Date | null> {
  const { rows } = await inTenant(
    tenantId,
    (sql) => sql<{ at: Date | null }>`
      select next_incremental_at as at from stores where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
  );
  return rows[0]?.at ?? null;
}

describe('a store with a Read/Write key', () => {
  it('is due as soon as it is connected, and gets each topic once however often it is looked at', async () => {
    const { shop, store } = await world.connected();
    expect(await world.webhooks(store)).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('not tried'),
    });
    expect(await world.due()).toContain(store.id);

    expect(await world.look(store)).toEqual({ made: 6, isLost: false, isFailed: false });
    expect(await world.look(store)).toEqual({ made: 0, isLost: false, isFailed: false });

    expect(topicsOf(shop)).toEqual(TOPICS);
    const { current } = await secretsOf(world, store);
    for (const each of registered(shop)) expect(each).toMatchObject({ deliveryUrl: urlOf(store), secret: current });
    const { topics, ...told } = await world.webhooks(store);
    expect(told).toMatchObject({ state: 'registered', reason: null, delivery_url: urlOf(store), pending: 0 });
    expect(topics.map(({ topic, state }) => [topic, state])).toEqual(TOPICS.map((topic) => [topic, 'registered']));
    expect(await world.due()).not.toContain(store.id);
  });

  it('has those that it switched off made anew, and is due for an incremental look, as news may be lost', async () => {
    const { shop, store } = await world.connected();
    await world.look(store);
    const [first] = registered(shop);
    if (first) first.status = 'disabled';
    expect((await nextIncremental(store))?.getTime()).toBeGreaterThan(Date.now());

    expect(await world.look(store)).toEqual({ made: 1, isLost: true, isFailed: false });

    expect(shop.webhooks.registered.has(first?.id ?? 0)).toBe(false);
    expect(registered(shop).map(({ status }) => status)).toEqual(Array(6).fill('active'));
    expect((await nextIncremental(store))?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('keeps the webhooks of others', async () => {
    const { shop, store } = await world.connected();
    const foreign = await shop.webhooks.add({ topic: 'product.updated', deliveryUrl: 'http://127.0.0.1:9/other' });
    await world.look(store);
    await inTenant(
      store.tenantId,
      (sql) =>
        sql`update stores set webhooks = 'off' where tenant_id = ${store.tenantId}::uuid and id = ${store.id}::uuid`,
    );
    await world.look(store);
    expect(registered(shop)).toEqual([foreign]);
  });

  it('is told the new secret by new webhooks, the former stays accepted, and what the old ones had in their queue is asked for', async () => {
    const { shop, store } = await world.connected();
    await world.look(store);
    const before = await secretsOf(world, store);
    const made = await inTenant(store.tenantId, (sql) => rotateSecret(sql, world.dependencies.sealer, store.id));

    expect(await world.look(store)).toEqual({ made: 6, isLost: true, isFailed: false });

    expect((await nextIncremental(store))?.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await secretsOf(world, store)).toEqual({ current: made?.secret, former: before.current });
    expect(registered(shop).map(({ secret }) => secret)).toEqual(Array(6).fill(made?.secret));
    expect(await world.look(store)).toMatchObject({ made: 0, isLost: false });
  });

  it('sends to the new address after PUBLIC_URL has changed, and no more to the old one', async () => {
    const { shop, store } = await world.connected();
    await world.look(store);
    const moved = { publicUrl: 'http://127.0.0.1:10' };

    expect(await world.look(store, moved)).toEqual({ made: 6, isLost: false, isFailed: false });

    expect(registered(shop).map(({ deliveryUrl }) => deliveryUrl)).toEqual(
      Array(6).fill(urlOf(store, moved.publicUrl)),
    );
    expect(topicsOf(shop)).toEqual(TOPICS);
  });

  it('has ours taken away when it is left, and nobody looks after it any more', async () => {
    const { shop, store } = await world.connected();
    await world.look(store);
    expect(await leaveStore(world.dependencies, store, PUBLIC_URL)).toEqual({ removed: 6, left: null });
    expect(registered(shop)).toEqual([]);
    expect((await rowOf(world, store)).due).toBeNull();
  });

  it('can be left while it does not answer', async () => {
    const { shop, store } = await world.connected();
    await world.look(store);
    shop.faults.add({ answer: { status: 500 } });
    expect(await leaveStore(world.dependencies, store, PUBLIC_URL)).toMatchObject({
      removed: 0,
      left: expect.any(String),
    });
  });

  it('that is left or wanted otherwise during a look has nothing left of what that look made', async () => {
    const { shop, store } = await world.connected();
    const { platforms } = world.dependencies;
    const overtaken: typeof platforms = {
      ...platforms,
      woocommerce: {
        ...platforms.woocommerce,
        open(access, surroundings) {
          const connection = platforms.woocommerce.open(access, surroundings);
          const { webhooks } = connection;
          if (!webhooks) throw new Error('it has webhooks');
          const list: typeof webhooks.list = async (signal) => {
            await inTenant(store.tenantId, (sql) => askForLook(sql, store.id));
            return webhooks.list(signal);
          };
          return { ...connection, webhooks: { ...webhooks, list } };
        },
      },
    };
    await world.look(store, { platforms: overtaken });
    expect(registered(shop)).toEqual([]);
    expect(await world.due()).toContain(store.id);
  });
});

it('makes no other webhooks where the shop lists none of those just made, until it is connected again', async () => {
  const { shop, store } = await world.connected();
  await world.look(store);
  for (const id of [...shop.webhooks.registered.keys()]) shop.webhooks.remove(id);
  expect(await world.look(store)).toMatchObject({ made: 0 });
  expect(await world.webhooks(store)).toMatchObject({
    state: 'refused',
    reason: expect.stringContaining('does not list'),
  });

  await world.connect(shop);
  expect(await world.look(store)).toMatchObject({ made: 6 });
  expect(await world.webhooks(store)).toMatchObject({ state: 'registered', reason: null });
  for (const id of [...shop.webhooks.registered.keys()]) shop.webhooks.remove(id);
  expect(await world.look(store)).toMatchObject({ made: 0 });
});

it('registers nothing without PUBLIC_URL, and does as soon as it is set', async () => {
  const { shop, store } = await world.connected();
  shop.resetCounters();
  expect(await world.look(store, { publicUrl: null })).toMatchObject({ made: 0 });
  expect(await world.webhooks(store)).toMatchObject({
    state: 'no_public_url',
    reason: expect.stringContaining('PUBLIC_URL'),
  });
  expect(shop.counters.requests).toBe(0);
  expect(await world.look(store)).toMatchObject({ made: 6 });
});

it('tells a store in trouble apart from one that refuses, and comes again sooner', async () => {
  const { shop, store } = await world.connected();
  await world.look(store);
  shop.faults.add({ answer: { status: 500 } });
  expect(await world.look(store)).toEqual({ made: 0, isLost: false, isFailed: true });
  const { state, reason, topics } = await world.webhooks(store);
  expect([state, reason]).toEqual(['registered', expect.stringContaining('500')]);
  expect(topics).toHaveLength(6);
  expect((await rowOf(world, store)).due?.getTime()).toBeLessThan(Date.now() + 20 * 60_000);
});

it('looks again soon after a failure of our own, and not within 10 minutes of the last look', async () => {
  const { store } = await world.connected();
  await world.look(store);
  const noteAt = async (lookedAt: string) => {
    await inTenant(
      store.tenantId,
      (sql) => sql`
      update store_webhooks set looked_at = now() - ${lookedAt}::interval
       where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid`,
    );
    await inTenant(store.tenantId, (sql) => noteOwnFailure(sql, store.id));
    return world.due();
  };
  expect(await noteAt('9 minutes')).not.toContain(store.id);
  expect(await noteAt('11 minutes')).toContain(store.id);
});

it('takes ours away where nobody wants them, and makes them again where somebody does', async () => {
  const { shop, store } = await world.connected();
  await world.look(store);
  const wish = (webhooks: 'auto' | 'off') =>
    inTenant(store.tenantId, async (sql) => {
      await sql`update stores set webhooks = ${webhooks}::text where tenant_id = ${store.tenantId}::uuid and id = ${store.id}::uuid`;
      await (webhooks === 'off' ? askForRemoval : askForLook)(sql, store.id);
    });
  await wish('off');
  await world.look(store);
  expect(registered(shop)).toEqual([]);
  const off = { ...store, webhooks: 'off' } as const;
  expect(await world.webhooks(off)).toMatchObject({ state: 'off', reason: null, topics: [] });
  expect(await world.due()).not.toContain(store.id);
  await wish('auto');
  expect(await world.look(store)).toMatchObject({ made: 6 });
});

it('looks after stores that were connected before there were webhooks', async () => {
  const { store } = await world.connected();
  await inTenant(
    store.tenantId,
    (sql) => sql`
    delete from store_webhooks where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid`,
  );
  expect(await world.due()).toContain(store.id);
  expect(await world.look(store)).toMatchObject({ made: 6 });
});

it('is connected again while somebody reckons what waits of its hints', async () => {
  const { shop, store } = await world.connected();
  const { tenantId, id: storeId } = store;
  let connecting: Promise<Store> | null = null;
  await inTenant(tenantId, async (sql) => {
    expect(await isAloneWithHints(sql, storeId)).toBe(true);
    connecting = world.connect(shop, (own) => takeHintsUpAgain(own, storeId));
    await untilLocked('connecting', world.url);
    await sql`
      update store_webhooks set updated_at = now() where tenant_id = ${tenantId}::uuid and store_id = ${storeId}::uuid`;
  });
  await connecting;
});
