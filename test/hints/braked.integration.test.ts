import type { WooShop } from '../../simulators/woocommerce/shop';
import type { Store } from '../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { inboxOf } from './inbox';

let world: SyncWorld;
let inbox: ReturnType<typeof inboxOf>;
let held: { store: Store; runId: string | null };
beforeAll(async () => {
  world = await startSyncWorld();
  inbox = inboxOf(world);
});
afterAll(() => world.close());

const IDS = Array.from({ length: 12 }, (_, index) => String(101 + index));

async function synced(): Promise<{ shop: WooShop; store: Store }> {
  const products = IDS.map((id) => ({ id, name: `Product ${id}`, regular_price: '5.00' }));
  const { shop, store } = await world.wooCommerce({ products });
  await world.sync(store);
  return { shop, store };
}

const fullWanted = (store: Store) =>
  world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ why: string | null; status: string }>`
      select full_wanted_why as why, status from stores where tenant_id = ${store.tenantId}::uuid and id = ${store.id}::uuid`;
    return rows[0];
  });

it('holds deletions that the brake holds, by their ids, brings the full run forward and goes on with the others', async () => {
  const { shop, store } = await synced();
  await world.configure(store, { deactivation_brake: { count: 2, percent: 10 } });
  for (const id of IDS.slice(0, 3)) shop.remove(id);
  shop.patch('110', { name: 'Renamed' });
  const gone = await Promise.all(IDS.slice(0, 3).map((id) => inbox.put(store, [id], { news: 'gone' })));
  const changed = await inbox.tell(store, ['110'], {}, { idleMs: 1_000 });

  expect(changed).toMatchObject({ state: 'refreshed' });
  for (const id of gone) {
    expect(await inbox.when(store, id, 'is held', (row) => row.held_by === 'brake')).toMatchObject({
      state: 'pending',
      claimed_by: null,
    });
  }
  expect(await inbox.since(store)).toBeNull();
  expect(await world.catalogue(store).active()).toEqual(IDS);
  expect(await fullWanted(store)).toMatchObject({ why: expect.stringContaining('brake') });
  held = { store, runId: changed.run_id };
});

it('stops at damage as an incremental run does: the page is rolled back, and a full run looks', async () => {
  const { shop, store } = await synced();
  await world.configure(store, { suspicious_change: { products: 5, percent: 50 } });
  for (const id of IDS.slice(0, 8)) shop.patch(id, { price: '0', regular_price: '0' });
  const ids = await Promise.all(IDS.slice(0, 8).map((id) => inbox.put(store, [id])));
  await inbox.ring(store);
  const run = await inbox.stretch(store);

  expect(run).toMatchObject({ status: 'failed', error: { type: 'suspicious_change' }, products: { updated: 0 } });
  for (const id of ids) expect(await inbox.row(store, id)).toMatchObject({ state: 'pending', held_by: 'brake' });
  expect(await fullWanted(store)).toMatchObject({ why: expect.stringContaining('damage') });
});

it('takes a sale of a few products for no damage in a shop of many', async () => {
  const { shop, store } = await synced();
  await world.configure(store, { suspicious_change: { products: 2, percent: 50 } });
  for (const id of IDS.slice(0, 3)) shop.patch(id, { price: '0', regular_price: '0' });
  expect(await inbox.tell(store, IDS.slice(0, 3))).toMatchObject({ state: 'refreshed' });
});

it('holds what a store told that refuses our credentials, which needs attention then', async () => {
  const { shop, store } = await synced();
  shop.faults.add({ answer: { unauthorized: true } });
  const id = await inbox.put(store, ['101']);
  await inbox.ring(store);
  expect(await inbox.stretch(store)).toMatchObject({ status: 'failed', error: { type: 'store_credentials_rejected' } });
  expect(await inbox.row(store, id)).toMatchObject({ state: 'pending', claimed_by: null, held_by: 'credentials' });
  expect(await fullWanted(store)).toMatchObject({ status: 'needs_attention' });

  // Neither does it ask such a store about what it tells next.
  const asked = shop.requestLog.length;
  const next = await inbox.put(store, ['102']);
  await inbox.ring(store);
  await inbox.when(store, next, 'is held', (row) => row.held_by === 'credentials');
  expect(shop.requestLog).toHaveLength(asked);
});

it('leaves a store that refused us since to its owner, though the stretch itself ends well', async () => {
  const { store } = await synced();
  await inbox.tell(store, ['101'], {}, { idleMs: 5_000 });
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`
      update stores set status = 'needs_attention', status_detail = 'It refused the key.'
       where tenant_id = ${store.tenantId}::uuid and id = ${store.id}::uuid`,
  );
  expect(await inbox.stretch(store)).toMatchObject({ status: 'completed' });
  expect(await fullWanted(store)).toMatchObject({ status: 'needs_attention' });
});

it('leaves what a store told that does not answer for later', async () => {
  const { shop, store } = await synced();
  shop.faults.add({ answer: { html: 500 } });
  const id = await inbox.put(store, ['101']);
  await inbox.ring(store);
  expect(await inbox.stretch(store)).toMatchObject({ status: 'failed', error: { type: 'store_unreachable' } });
  const { read_again_at: again, ...left } = await inbox.row(store, id);
  expect(left).toMatchObject({ state: 'pending', claimed_by: null, held_by: null, tries: 0 });
  expect(again?.getTime()).toBeGreaterThan(Date.now());
  expect(await inbox.since(store)).toEqual(again);
});

it('says of the run whose deletions were held that they were', async () => {
  expect(await inbox.stretch(held.store)).toMatchObject({
    id: held.runId,
    mode: 'refresh',
    status: 'completed_with_errors',
    error: null,
    problems: [{ type: 'deactivations_held', count: 3 }],
    products: { updated: 1, deactivated: 0 },
  });
});
