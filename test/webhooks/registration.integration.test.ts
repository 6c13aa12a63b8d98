import type { WooShop } from '../../simulators/woocommerce/shop';
import { takeHintsUpAgain } from '../../src/hints/holds/take-up-again';
import { disconnectStore } from '../../src/stores/disconnect-store';
import { getStore } from '../../src/stores/read-stores';
import type { Store } from '../../src/stores/store';
import { isAloneWithHints } from '../../src/stores/webhooks/hints-lock';
import { dropFormerSecret, rotateSecret } from '../../src/stores/webhooks/keep-secret';
import { leaveStore } from '../../src/stores/webhooks/leave-store';
import { askForLook, askForRemoval, noteOwnFailure } from '../../src/stores/webhooks/registration';
import { webhookSecretsOf } from '../../src/stores/webhooks/webhook-secrets';
import { untilLocked } from '../support/until-locked';
import { PUBLIC_URL, type RegistrationWorld, registrationWorld, TOPICS } from './registration-world';

let world: RegistrationWorld;
beforeAll(async () => {
  world = await registrationWorld();
});
afterAll(() => world.close());

const inTenant: RegistrationWorld['database']['withTenant'] = (...all) => world.database.withTenant(...all);
const urlOf = ({ id }: Store, origin = PUBLIC_URL) => `${origin}/webhooks/woocommerce/${id}`;
const registered = (shop: WooShop) => [...shop.webhooks.registered.values()];
const topicsOf = (shop: WooShop) => registered(shop).map(({ topic }) => topic);

async function rowOf({ id, tenantId }: Store) {
  const { rows } = await inTenant(
    tenantId,
    (sql) => sql<{ sealedSecret: Buffer | null; sealedFormerSecret: Buffer | null; due: Date | null }>`
      select sealed_secret as "sealedSecret", sealed_former_secret as "sealedFormerSecret", look_due_at as due
        from store_webhooks where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the store has no row');
  return row;
}

async function secretsOf(store: Store) {
  return webhookSecretsOf(world.dependencies.sealer, { ...store, storeId: store.id, ...(await rowOf(store)) });
}

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
    const { current } = await secretsOf(store);
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

  it('is told the new secret by new webhooks, and the former stays accepted', async () => {
    const { shop, store } = await world.connected();
    await world.look(store);
    const before = await secretsOf(store);
    const made = await inTenant(store.tenantId, (sql) => rotateSecret(sql, world.dependencies.sealer, store.id));

    expect(await world.look(store)).toEqual({ made: 6, isLost: false, isFailed: false });

    expect(await secretsOf(store)).toEqual({ current: made?.secret, former: before.current });
    expect(registered(shop).map(({ secret }) => secret)).toEqual(Array(6).fill(made?.secret));
    expect(await world.look(store)).toMatchObject({ made: 0 });
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
    expect((await rowOf(store)).due).toBeNull();
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

/** Its webhooks are left at the shop, as one that does not answer is left all the same. */
const leave = (store: Store) => inTenant(store.tenantId, (sql) => disconnectStore(sql, store.id));

describe('a store that is connected again after webhooks were left there', () => {
  it('has them replaced, as they sign with a secret that was destroyed', async () => {
    const { shop, store } = await world.connected();
    await world.look(store);
    await leave(store);
    await world.connect(shop);

    expect(await world.look(store)).toMatchObject({ made: 6, isFailed: false });

    const { current } = await secretsOf(store);
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
    expect(await secretsOf(store)).toEqual({ current: null, former: null });
  });
});

it('keeps the secret in use when another one is made before any webhook got the first', async () => {
  const { store } = await world.connected();
  await world.look(store);
  const before = await secretsOf(store);
  const rotate = () => inTenant(store.tenantId, (sql) => rotateSecret(sql, world.dependencies.sealer, store.id));
  await rotate();
  const second = await rotate();
  expect(await secretsOf(store)).toEqual({ current: second?.secret, former: before.current });
});

it('makes a first secret in no other one’s place', async () => {
  const { store } = await world.connected();
  const rotate = () =>
    inTenant(store.tenantId, (sql) => rotateSecret(sql, world.dependencies.sealer, store.id, { onlyFirst: true }));
  expect(await rotate()).not.toBeNull();
  expect(await rotate()).toBeNull();
});

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
  expect((await rowOf(store)).due?.getTime()).toBeLessThan(Date.now() + 20 * 60_000);
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

it('I8 keeps the secret sealed, and out of what is logged and told', async () => {
  const { store } = await world.connected();
  await world.look(store);
  const { current } = await secretsOf(store);
  const { rows } = await world.database.withSystem(
    (sql) => sql<{ text: string }>`select w::text as text from store_webhooks w`,
  );
  const everything = [...world.log, ...rows.map(({ text }) => text), JSON.stringify(await world.webhooks(store))].join(
    '\n',
  );
  expect(current).toHaveLength(43);
  expect(everything).not.toContain(current);
  expect(everything).not.toContain(Buffer.from(current ?? '').toString('hex'));
});

it('takes the former secret no more once it was dropped', async () => {
  const { store } = await world.connected();
  await world.look(store);
  await inTenant(store.tenantId, (sql) => rotateSecret(sql, world.dependencies.sealer, store.id));
  const { current } = await secretsOf(store);
  const drop = () => inTenant(store.tenantId, (sql) => dropFormerSecret(sql, store.id));
  expect(await drop()).toBe(true);
  expect(await secretsOf(store)).toEqual({ current, former: null });
  expect(await drop()).toBe(false);
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
