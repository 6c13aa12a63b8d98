import { decideApproval } from '../../../src/temporal/decide-approval';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { inboxOf } from '../inbox';
import { age, items, lookAfterHints } from './look';

let world: SyncWorld;
let inbox: ReturnType<typeof inboxOf>;
beforeAll(async () => {
  world = await startSyncWorld();
  inbox = inboxOf(world);
});
afterAll(() => world.close());

/** Three of ten products are gone, the store told of two of them, and the brake lets none go. */
async function braked() {
  const { shop, store } = await world.wooCommerce({ products: items(10) });
  await world.sync(store);
  await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
  for (const id of ['1', '2', '3']) shop.remove(id);
  const ids = [await inbox.put(store, ['1'], { news: 'gone' }), await inbox.put(store, ['2'], { news: 'gone' })];
  await inbox.ring(store);
  for (const id of ids) await inbox.when(store, id, 'the brake holds', ({ held_by: heldBy }) => heldBy === 'brake');
  return { shop, store, ids };
}

const decided = async (runId: string, verdict: 'approve' | 'reject', externalIds?: string[]) => {
  const actor = { kind: 'api_key', id: null, name: 'Somebody' };
  const { kind } = await decideApproval(world.temporal, runId, verdict, {
    actor,
    ...(externalIds === undefined ? {} : { externalIds }),
  });
  expect(kind).toBe('accepted');
};

it('settles what the brake held once the full run found it gone, and somebody approved', async () => {
  const { store, ids } = await braked();
  // Nobody takes it up meanwhile.
  expect(await inbox.since(store)).toBeNull();
  await age(world, store, 3_600);
  expect(await lookAfterHints(world)).toMatchObject({ stores: 0 });

  const full = await world.sync(store);
  expect(full).toMatchObject({ status: 'awaiting_approval', products: { missing: 3 } });
  for (const id of ids) expect(await inbox.row(store, id)).toMatchObject({ state: 'pending', held_by: 'brake' });

  await decided(full.id, 'approve');
  for (const id of ids) {
    expect(await inbox.settled(store, id)).toMatchObject({
      state: 'refreshed',
      held_by: null,
      run_id: full.id,
      reason: null,
    });
  }
  expect(await world.catalogue(store).product('1')).toMatchObject({ is_active: false });
});

it('ignores what somebody decided to keep, and says so', async () => {
  const { store, ids } = await braked();
  const full = await world.sync(store);
  await decided(full.id, 'reject');

  for (const id of ids) {
    expect(await inbox.settled(store, id)).toMatchObject({
      state: 'ignored',
      run_id: full.id,
      reason: 'The store says that it is gone, and somebody decided to keep it.',
    });
  }
  expect(await world.catalogue(store).product('1')).toMatchObject({ is_active: true });
});

it('settles each as it was decided, where some were approved', async () => {
  const { store, ids } = await braked();
  const [approved = '', kept = ''] = ids;
  const full = await world.sync(store);
  await decided(full.id, 'approve', ['1']);

  expect(await inbox.settled(store, approved)).toMatchObject({ state: 'refreshed', run_id: full.id });
  expect(await inbox.settled(store, kept)).toMatchObject({ state: 'ignored', run_id: full.id });
});

it('settles what a full run saw alive, and reads by id what it saw before it was told', async () => {
  const { shop, store, ids } = await braked();
  const [first = '', second = ''] = ids;
  for (const id of ['1', '2', '3']) shop.put({ id, name: `Product ${id}`, regular_price: '5.00' });
  // The same news once more, after that run's page: nobody has looked since.
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`
      update webhook_events set observation = observation + 1000000
       where tenant_id = ${store.tenantId}::uuid and id = ${second}::uuid`;
  });

  const full = await world.sync(store);
  expect(full).toMatchObject({ status: 'completed' });
  expect(await inbox.row(store, first)).toMatchObject({ state: 'refreshed', run_id: full.id });
  const read = await inbox.settled(store, second);
  expect(read).toMatchObject({ state: 'refreshed' });
  expect(read.run_id).not.toBe(full.id);
});

it('settles a storm as soon as the full run has read the store, though that one waits for a decision', async () => {
  const { shop, store } = await world.wooCommerce({ products: items(10) });
  await world.sync(store);
  await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
  shop.remove('1');
  shop.patch('2', { name: 'Renamed' });
  const seen = await inbox.put(store, ['2']);
  const unseen = await inbox.put(store, ['3']);
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`
      update webhook_events set held_by = 'storm',
             observation = observation + case when id = ${unseen}::uuid then 1000000 else 0 end
       where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid`;
  });

  const full = await world.sync(store);
  expect(full).toMatchObject({ status: 'awaiting_approval' });
  expect(await inbox.row(store, seen)).toMatchObject({ state: 'refreshed', held_by: null, run_id: full.id });
  // Nobody waits for the look of the next minute.
  const read = await inbox.settled(store, unseen);
  expect(read).toMatchObject({ state: 'refreshed' });
  expect(read.run_id).not.toBe(full.id);
});

it('keeps it held while a full run fails', async () => {
  const { shop, store, ids } = await braked();
  shop.faults.add({ answer: { status: 500 } });
  expect(await world.sync(store)).toMatchObject({ status: 'failed' });
  for (const id of ids) expect(await inbox.row(store, id)).toMatchObject({ state: 'pending', held_by: 'brake' });
});

it('settles what looked like damage once a full run has read it that somebody let do so', async () => {
  const { shop, store } = await world.wooCommerce({ products: items(60) });
  await world.sync(store);
  const ids = Array.from({ length: 60 }, (_, index) => String(index + 1));
  for (const id of ids) shop.patch(id, { regular_price: '0' });
  const hint = await inbox.put(store, ids);
  await inbox.ring(store);
  await inbox.when(store, hint, 'the brake holds', ({ held_by: heldBy }) => heldBy === 'brake');

  expect(await world.sync(store)).toMatchObject({ status: 'failed', error: { type: 'suspicious_change' } });
  expect(await inbox.row(store, hint)).toMatchObject({ state: 'pending', held_by: 'brake' });
  const full = await world.sync(store, { accepted: ['suspicious_change'] });
  expect(full).toMatchObject({ status: 'completed' });
  expect(await inbox.row(store, hint)).toMatchObject({ state: 'refreshed', run_id: full.id });
});
