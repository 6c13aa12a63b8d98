import type { WooShop } from '../../simulators/woocommerce/shop';
import type { Store } from '../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { inboxOf } from './inbox';

let world: SyncWorld;
let inbox: ReturnType<typeof inboxOf>;
beforeAll(async () => {
  world = await startSyncWorld();
  inbox = inboxOf(world);
});
afterAll(() => world.close());

const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: String(101 + index),
    name: `Product ${101 + index}`,
    regular_price: '5.00',
  }));

async function synced(): Promise<{ shop: WooShop; store: Store }> {
  const { shop, store } = await world.wooCommerce({ products: items(12) });
  await world.sync(store);
  return { shop, store };
}

const title = async (store: Store, id: string) => (await world.catalogue(store).product(id)).title;
const isActive = async (store: Store, id: string) => (await world.catalogue(store).product(id)).is_active;

/** With a variable product 201, whose variations are 301 and 302. */
async function withVariations() {
  const { shop, store } = await synced();
  shop.put({ id: 201, name: 'Shirt', type: 'variable' });
  for (const id of [301, 302]) shop.putVariation(201, { id, regular_price: '7.00' });
  await world.sync(store);
  return { shop, store };
}

const priceOfVariant = (store: Store, id: string) =>
  world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ price: string; is_active: boolean }>`
      select v.price::text, v.is_active from product_variants v
        join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
       where v.tenant_id = ${store.tenantId}::uuid and p.store_id = ${store.id}::uuid and v.external_id = ${id}`;
    return rows[0];
  });

it('reads again what a store tells of, in a run of mode refresh that it opens for it', async () => {
  const { shop, store } = await synced();
  shop.patch('101', { name: 'Renamed' });
  shop.put({ id: 900, name: 'New' });
  const first = await inbox.put(store, ['101']);
  const second = await inbox.tell(store, ['900']);

  expect(second).toMatchObject({ state: 'refreshed', reason: null, claimed_by: null });
  expect(await inbox.row(store, first)).toMatchObject({ state: 'refreshed', run_id: second.run_id });
  expect(await title(store, '101')).toBe('Renamed');
  expect(await title(store, '900')).toBe('New');
  expect(await inbox.since(store)).toBeNull();
  expect(await world.run(store, second.run_id ?? '')).toMatchObject({
    mode: 'refresh',
    trigger: 'webhook',
    status: 'running',
    products: { seen: 2, created: 1, updated: 1 },
  });

  // Told within the stretch: the same run, and the store is not asked once more what it is.
  const asked = shop.requestLog.filter(({ path }) => path.includes('settings')).length;
  shop.patch('102', { name: 'Renamed too' });
  expect(await inbox.tell(store, ['102'])).toMatchObject({ run_id: second.run_id });
  expect(shop.requestLog.filter(({ path }) => path.includes('settings'))).toHaveLength(asked);

  expect(await inbox.stretch(store)).toMatchObject({
    id: second.run_id,
    status: 'completed',
    products: { seen: 3, created: 1, updated: 2, rejected: 0 },
    problems: [],
  });
});

it('makes no row for a doorbell behind which there is nothing', async () => {
  const { store } = await synced();
  await inbox.ring(store);
  const workflowId = inbox.workflowId(store);
  expect(await world.client((client) => client.workflow.getHandle(workflowId).result())).toBeNull();
  const { rows } = await world.database.withTenant(
    store.tenantId,
    (sql) => sql`select from sync_runs where store_id = ${store.id}::uuid and mode = 'refresh'`,
  );
  expect(rows).toHaveLength(0);
});

it('I1 switches off what the store told that it went, once the store says so of that very product', async () => {
  const { shop, store } = await synced();
  shop.remove('101');
  const alive = await inbox.put(store, ['102'], { news: 'gone' });
  const gone = await inbox.tell(store, ['101'], { news: 'gone', subject: 'unknown' });

  expect(gone).toMatchObject({ state: 'refreshed' });
  expect(await inbox.row(store, alive)).toMatchObject({ state: 'refreshed', reason: null });
  expect(await isActive(store, '101')).toBe(false);
  expect(await isActive(store, '102')).toBe(true);
  const missing = await world.catalogue(store).missing(gone.run_id ?? '');
  expect(missing.get('101')).toMatchObject({ state: 'deactivated', evidence: { source: 'confirmation' } });
});

it('takes a change of a product that did not come for a suspicion, as after a forced delete', async () => {
  const { shop, store } = await synced();
  shop.remove('103');
  expect(await inbox.tell(store, ['103'])).toMatchObject({ state: 'refreshed' });
  expect(await isActive(store, '103')).toBe(false);
});

it('ends equal to the store when a product is put into the bin, restored and put there again', async () => {
  const { shop, store } = await synced();
  const trashed = { news: 'gone', subject: 'unknown' } as const;
  shop.trash('101');
  const { run_id: runId } = await inbox.tell(store, ['101'], trashed);
  expect(await isActive(store, '101')).toBe(false);
  shop.restore('101');
  await inbox.tell(store, ['101']);
  expect(await isActive(store, '101')).toBe(true);
  shop.trash('101');
  expect(await inbox.tell(store, ['101'], trashed)).toMatchObject({ state: 'refreshed', run_id: runId });
  expect(await isActive(store, '101')).toBe(false);
});

it('minds no order: what was told of last may have come first', async () => {
  const { shop, store } = await synced();
  shop.trash('101');
  shop.restore('101');
  shop.patch('101', { name: 'There again', status: 'publish' });
  await inbox.put(store, ['101']);
  expect(await inbox.tell(store, ['101'], { news: 'gone', subject: 'unknown' })).toMatchObject({ state: 'refreshed' });
  expect(await world.catalogue(store).product('101')).toMatchObject({ is_active: true, title: 'There again' });
});

it('reads the product of a variation that changed, or went', async () => {
  const { shop, store } = await withVariations();
  shop.patchVariation(201, 301, { regular_price: '9.50' });
  await inbox.tell(store, ['301'], { subject: 'variant' });
  expect(await priceOfVariant(store, '301')).toMatchObject({ price: '9.50' });

  shop.removeVariation(201, 302);
  expect(await inbox.tell(store, ['302'], { subject: 'unknown', news: 'gone' })).toMatchObject({ state: 'refreshed' });
  expect(await priceOfVariant(store, '302')).toMatchObject({ is_active: false });
  expect(await isActive(store, '201')).toBe(true);
});

it('reads the product whose inventory item is told of, and leaves an item that is not known to the next sync', async () => {
  const { shop, store } = await withVariations();
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`
      update product_variants set inventory_item_id = 'item-' || external_id
       where tenant_id = ${store.tenantId}::uuid and external_id = '301'`,
  );
  shop.patchVariation(201, 301, { regular_price: '3.00' });
  const unknown = await inbox.put(store, ['item-9'], { subject: 'inventory_item' });
  await inbox.tell(store, ['item-301'], { subject: 'inventory_item' });
  expect(await priceOfVariant(store, '301')).toMatchObject({ price: '3.00' });
  expect(await inbox.row(store, unknown)).toMatchObject({
    state: 'ignored',
    reason: expect.stringContaining('inventory'),
  });
});

it('settles news of a product that the catalogue never had and the store has no longer', async () => {
  const { store } = await synced();
  expect(await inbox.tell(store, ['777'])).toMatchObject({
    state: 'refreshed',
    reason: expect.stringContaining('gone'),
  });
});

it('tells of what could not be read', async () => {
  const { shop, store } = await synced();
  shop.patch('104', { price: 'abc', regular_price: 'abc' });
  expect(await inbox.tell(store, ['104'])).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('set aside'),
  });
});

it('asks again where the store answers with an older state than it told of', async () => {
  const { shop, store } = await synced();
  const told = new Date(Date.now() + 3_600_000);
  const id = await inbox.put(store, ['105'], { datedAt: told });
  await inbox.ring(store);
  const waiting = await inbox.when(store, id, 'is to be read again', ({ tries }) => tries === 1);
  expect(waiting).toMatchObject({ state: 'pending', claimed_by: null, held_by: null });
  expect((await inbox.since(store))?.getTime()).toBe(waiting.read_again_at?.getTime());

  shop.patch('105', { name: 'Caught up', date_modified_gmt: told.toISOString().slice(0, 19) });
  await inbox.ring(store);
  expect(await inbox.settled(store, id)).toMatchObject({ state: 'refreshed' });
  expect(await title(store, '105')).toBe('Caught up');
});
