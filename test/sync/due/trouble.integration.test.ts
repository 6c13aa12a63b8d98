import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { oldWooCommerce } from '../incremental/store-of-old-products';
import { DUE, type DueWorld, dueWorld } from './due-world';

let world: SyncWorld;
let due: DueWorld;
beforeEach(async () => {
  world = await startSyncWorld({ due: { lookMs: 6_000 } });
  due = dueWorld(world);
});
afterEach(() => world.close());

const incrementalDue = { next_incremental_at: DUE };

it('attends to the stores of one platform while the other hangs', async () => {
  const hanging = await world.shopify({ products: 3 });
  const good = await oldWooCommerce(world);
  for (const { store } of [hanging, good]) {
    await world.sync(store);
    await due.makeDue(store, incrementalDue);
  }
  hanging.shop.faults.add({ answer: { hang: true } });
  const { watermark } = await due.row(hanging.store);

  const totals = await due.sweep();

  expect(totals.woocommerce).toMatchObject({ looked: 1, without_news: 1, failed: 0 });
  expect(totals.shopify).toMatchObject({ looked: 1, without_news: 0, failed: 1, started: { incremental: 1 } });
  expect(await due.row(hanging.store)).toMatchObject({
    watermark,
    failed_looks: 1,
    failed_look: { type: 'store_unreachable', message: expect.stringContaining('within 6 s') },
  });
  hanging.shop.faults.clear();
});

it('makes a failure visible by one run for each cause, leaves the store alone for longer each time, and forgets all when it answers', async () => {
  const { shop, store } = await oldWooCommerce(world);
  await world.sync(store);
  shop.faults.add({ answer: { status: 500 } });
  const again = async () => {
    await due.makeDue(store, incrementalDue);
    await world.database.withTenant(
      store.tenantId,
      (sql) => sql`update stores set look_after = null where id = ${store.id}::uuid`,
    );
    return (await due.sweep()).woocommerce;
  };

  expect(await again()).toMatchObject({ failed: 1, started: { incremental: 1 } });
  expect(await due.lastRun(store)).toMatchObject({ status: 'failed', trigger: 'schedule' });
  const first = await due.row(store);
  expect(first).toMatchObject({ failed_looks: 1, failed_look: { type: 'store_unreachable' } });
  expect(Number(first.next_incremental_at)).toBeGreaterThan(Date.now());
  expect(Number(first.due_at)).toBe(Math.max(Number(first.look_after), Number(first.next_incremental_at)));

  expect(await again()).toMatchObject({ failed: 1, started: {} });
  const second = await due.row(store);
  expect(second.failed_looks).toBe(2);
  expect(Number(second.look_after) - Date.now()).toBeGreaterThan(1.5 * (Number(first.look_after) - Date.now()));

  shop.faults.clear();
  shop.faults.add({ answer: { status: 200, body: '<html>Maintenance</html>' } });
  expect(await again()).toMatchObject({ failed: 1, started: { incremental: 1 } });
  expect(await due.lastRun(store)).toMatchObject({ status: 'failed' });

  shop.faults.clear();
  expect(await again()).toMatchObject({ failed: 0, without_news: 1 });
  expect(await due.row(store)).toMatchObject({ failed_looks: 0, failed_look: null, look_after: null });
});

it('looks at a store that needs attention once a day, and makes it active when it answers', async () => {
  const { shop, store } = await world.shopify({ products: 3 });
  await world.sync(store);
  const { accessToken } = shop;
  shop.faults.add({ answer: { status: 401, body: { errors: 'Invalid API key or access token' } } });
  await due.makeDue(store, incrementalDue);

  expect((await due.sweep()).shopify).toMatchObject({ failed: 1, started: { incremental: 1 } });
  expect(await due.lastRun(store)).toMatchObject({ status: 'failed', error: { type: 'store_credentials_rejected' } });
  const marked = await due.row(store);
  expect(marked.status).toBe('needs_attention');
  expect(Number(marked.due_at) - Date.now()).toBeGreaterThan(22 * 3_600_000);
  expect((await due.sweep()).shopify).toMatchObject({ due: 0 });

  const aDayLater = () =>
    world.database.withTenant(
      store.tenantId,
      (sql) => sql`
        update stores set look_after = now(), next_incremental_at = now() where id = ${store.id}::uuid`,
    );
  await aDayLater();
  expect((await due.sweep()).shopify).toMatchObject({ looked: 1, failed: 1, started: {} });
  expect(await due.row(store)).toMatchObject({ status: 'needs_attention' });

  shop.faults.clear();
  expect(shop.accessToken).toBe(accessToken);
  await aDayLater();
  expect((await due.sweep()).shopify).toMatchObject({ recovered: 1, without_news: 1 });
  expect(await due.row(store)).toMatchObject({ status: 'active', look_after: null });
});

it('leaves a store alone for as long as it asks, and makes no run of that', async () => {
  const { shop, store } = await oldWooCommerce(world);
  await world.sync(store);
  await due.makeDue(store, incrementalDue);
  shop.faults.add({ answer: { status: 429, headers: { 'retry-after': '900' } } });

  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 1, failed: 0, skipped: { held: 1 }, started: {} });
  expect(Number((await due.row(store)).held_until) - Date.now()).toBeGreaterThan(600_000);
  const asked = shop.requestLog.length;
  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 0, skipped: { held: 1 } });
  expect(shop.requestLog).toHaveLength(asked);
});

it('goes on with the other stores where one’s credentials are sealed by a key that is gone', async () => {
  const broken = await oldWooCommerce(world);
  const good = await oldWooCommerce(world);
  for (const { store } of [broken, good]) {
    await world.sync(store);
    await due.makeDue(store, incrementalDue);
  }
  await world.database.withTenant(
    world.tenantId,
    (sql) => sql`
      update stores set sealed_credentials = overlay(sealed_credentials_of(tenant_id, id) placing '\\x00'::bytea from 40)
       where id = ${broken.store.id}::uuid`,
  );

  expect((await due.sweep()).woocommerce).toMatchObject({ due: 2, without_news: 1, failed: 1 });
  expect(await due.row(broken.store)).toMatchObject({ failed_look: { type: 'internal' } });
});
