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

const IDS = Array.from({ length: 12 }, (_, index) => String(101 + index));

async function synced(): Promise<{ shop: WooShop; store: Store }> {
  const { shop, store } = await world.wooCommerce({
    products: IDS.map((id) => ({ id, name: `Product ${id}`, regular_price: '5.00' })),
  });
  await world.sync(store);
  return { shop, store };
}

const title = async (store: Store, id: string) => (await world.catalogue(store).product(id)).title;
const isActive = async (store: Store, id: string) => (await world.catalogue(store).product(id)).is_active;

/** With variable products: 201, whose variations are 301 and 302, and 202 with 303. */
async function withVariations() {
  const { shop, store } = await synced();
  shop.put({ id: 201, name: 'Shirt', type: 'variable' });
  for (const id of [301, 302]) shop.putVariation(201, { id, regular_price: '7.00' });
  shop.put({ id: 202, name: 'Trousers', type: 'variable' });
  shop.putVariation(202, { id: 303, regular_price: '7.00' });
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
  const told = await inbox.put(store, ['101']);
  const second = await inbox.tell(store, ['900']);

  expect(second).toMatchObject({ state: 'refreshed', reason: null, claimed_by: null });
  expect(await inbox.row(store, told)).toMatchObject({ state: 'refreshed', run_id: second.run_id });
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
});

it('I1 switches off what the store says of that very product that it is gone, whatever was told of it', async () => {
  const { shop, store } = await synced();
  shop.remove('101');
  shop.remove('103');
  shop.trash('105');
  shop.restore('105');
  shop.patch('105', { name: 'There again', status: 'publish' });
  shop.patch('104', { price: 'abc', regular_price: 'abc' });
  const trashed = { news: 'gone', subject: 'unknown' } as const;
  const [alive, forced, wrongOrder, again, never, unreadable] = await Promise.all([
    inbox.put(store, ['102'], { news: 'gone' }),
    inbox.put(store, ['103']),
    inbox.put(store, ['105']),
    inbox.put(store, ['105'], trashed),
    inbox.put(store, ['777']),
    inbox.put(store, ['104']),
  ]);
  const gone = await inbox.tell(store, ['101'], trashed);

  expect(gone).toMatchObject({ state: 'refreshed' });
  const missing = await world.catalogue(store).missing(gone.run_id ?? '');
  expect(missing.get('101')).toMatchObject({ state: 'deactivated', evidence: { source: 'confirmation' } });
  for (const id of [alive, wrongOrder, again]) {
    expect(await inbox.settled(store, id)).toMatchObject({ state: 'refreshed', reason: null });
  }
  for (const id of [forced, never]) {
    expect(await inbox.settled(store, id)).toMatchObject({
      state: 'refreshed',
      reason: expect.stringContaining('gone'),
    });
  }
  expect(await inbox.settled(store, unreadable)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('set aside'),
  });
  expect(await world.catalogue(store).active()).toEqual(IDS.filter((id) => id !== '101' && id !== '103'));
  expect(await title(store, '105')).toBe('There again');
});

it('says that what was told to have gone is set aside, where the store has it still and it cannot be read', async () => {
  const { shop, store } = await synced();
  shop.patch('104', { price: 'abc', regular_price: 'abc' });
  const told = await inbox.tell(store, ['104'], { news: 'gone' });
  expect(told).toMatchObject({ state: 'failed', reason: expect.stringContaining('set aside') });
  expect((await world.catalogue(store).missing(told.run_id ?? '')).get('104')).toMatchObject({ state: 'alive' });
  expect(await isActive(store, '104')).toBe(true);
});

it('asks once more about what went, though the answer about what changed still shows it', async () => {
  const { shop, store } = await synced();
  // The first answer is older than the news, as a cache's is.
  shop.faults.add({ path: 'include', afterRequests: 1, times: 1, change: () => shop.remove('101') });
  const changed = await inbox.put(store, ['101']);
  await inbox.tell(store, ['101'], { news: 'gone' });

  expect(await inbox.settled(store, changed)).toMatchObject({ state: 'refreshed' });
  expect(await isActive(store, '101')).toBe(false);
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

it('reads the product of a variation that changed, sold or went', async () => {
  const { shop, store } = await withVariations();
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`
      update product_variants set inventory_item_id = 'item-' || external_id
       where tenant_id = ${store.tenantId}::uuid and external_id = '302'`,
  );
  shop.patchVariation(201, 301, { regular_price: '9.50' });
  shop.patchVariation(202, 303, { regular_price: '3.00' });
  const [item, unknown] = await Promise.all([
    inbox.put(store, ['item-302'], { subject: 'inventory_item' }),
    inbox.put(store, ['item-9'], { subject: 'inventory_item' }),
  ]);
  await inbox.tell(store, ['303'], { subject: 'variant' });
  expect(await inbox.row(store, item)).toMatchObject({ state: 'refreshed', reason: null });
  expect(await inbox.row(store, unknown)).toMatchObject({
    state: 'ignored',
    reason: expect.stringContaining('inventory'),
  });
  expect(await priceOfVariant(store, '301')).toMatchObject({ price: '9.50' });
  expect(await priceOfVariant(store, '303')).toMatchObject({ price: '3.00' });

  shop.removeVariation(201, 302);
  expect(await inbox.tell(store, ['302'], { subject: 'unknown', news: 'gone' })).toMatchObject({ state: 'refreshed' });
  expect(await priceOfVariant(store, '302')).toMatchObject({ is_active: false });
  expect(await isActive(store, '201')).toBe(true);
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
  // Its time has come.
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`update webhook_events set read_again_at = now() where id = ${id}::uuid`,
  );
  await inbox.ring(store);
  expect(await inbox.settled(store, id)).toMatchObject({ state: 'refreshed' });
  expect(await title(store, '105')).toBe('Caught up');
});

it('ends the run when the store has told nothing for a while', async () => {
  const { shop, store } = await synced();
  shop.patch('101', { name: 'Renamed' });
  shop.put({ id: 900, name: 'New' });
  await inbox.put(store, ['101', '900']);
  await inbox.ring(store, { idleMs: 1_000 });
  expect(await inbox.stretch(store)).toMatchObject({
    status: 'completed',
    products: { seen: 2, created: 1, updated: 1, rejected: 0 },
    problems: [],
  });
});
