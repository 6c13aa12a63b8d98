import { randomUUID } from 'node:crypto';
import type { Store } from '../../../src/stores/store';
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

async function synced() {
  const { shop, store } = await world.wooCommerce({ products: items(5) });
  await world.sync(store);
  return { shop, store };
}

const claim = (store: Store, id: string, runId: string) =>
  world.database.withTenant(store.tenantId, async (sql) => {
    await sql`
      update webhook_events set claimed_by = ${runId}::uuid, claimed_batch = gen_random_uuid(), claimed_at = now()
       where tenant_id = ${store.tenantId}::uuid and id = ${id}::uuid`;
  });

it('reads what waits since nobody heard its doorbell', async () => {
  const { shop, store } = await synced();
  shop.patch('1', { name: 'Renamed' });
  const id = await inbox.put(store, ['1']);
  expect(await lookAfterHints(world)).toMatchObject({ stores: 0, rung: 0 });

  await age(world, store, 60);
  expect(await lookAfterHints(world)).toEqual({ stores: 1, freed: 0, released: 0, rung: 1, left: 0 });
  expect(await inbox.settled(store, id)).toMatchObject({ state: 'refreshed' });
  expect(await world.catalogue(store).product('1')).toMatchObject({ title: 'Renamed' });
});

it('frees what a run has claimed that is over, and reads it', async () => {
  const { store } = await synced();
  const id = await inbox.put(store, ['2']);
  await claim(store, id, randomUUID());
  await age(world, store, 120);

  expect(await lookAfterHints(world)).toMatchObject({ freed: 1, rung: 1, left: 0 });
  const settled = await inbox.settled(store, id);
  expect(settled).toMatchObject({ state: 'refreshed', claimed_by: null });
});

it('leaves what a run has claimed that is under way, and knows it as waiting until it is settled', async () => {
  const { store } = await synced();
  // The stretch that reads this one stays open for a moment, for what comes next.
  const { run_id: runId } = await inbox.tell(store, ['1'], {}, { idleMs: 10_000 });
  const id = await inbox.put(store, ['3']);
  await claim(store, id, runId ?? '');
  await age(world, store, 120);

  expect(await lookAfterHints(world)).toMatchObject({ stores: 1, freed: 0, rung: 0 });
  await inbox.settled(store, id);
});

it('leaves stores that are paused or need attention, whose hints wait', async () => {
  const [paused, refused] = [await synced(), await synced()];
  const waiting = [
    { store: paused.store, id: await inbox.put(paused.store, ['1']) },
    { store: refused.store, id: await inbox.put(refused.store, ['1']) },
  ];
  await world.database.withTenant(world.tenantId, async (sql) => {
    await sql`update stores set paused_at = now() where tenant_id = ${world.tenantId}::uuid and id = ${paused.store.id}::uuid`;
    await sql`update stores set status = 'needs_attention' where tenant_id = ${world.tenantId}::uuid and id = ${refused.store.id}::uuid`;
  });
  for (const { store } of waiting) await age(world, store, 3_600);

  expect(await lookAfterHints(world)).toEqual({ stores: 0, freed: 0, released: 0, rung: 0, left: 0 });
  for (const { store, id } of waiting) expect(await inbox.row(store, id)).toMatchObject({ state: 'pending' });
});
