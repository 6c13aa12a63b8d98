import { countUnderWay } from '../../../src/runs/count-under-way';
import type { Freshness } from '../../../src/stores/freshness/settings';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { oldWooCommerce } from '../incremental/store-of-old-products';
import { DUE, type DueWorld, dueWorld } from './due-world';

let world: SyncWorld;
let due: DueWorld;
beforeEach(async () => {
  world = await startSyncWorld();
  due = dueWorld(world);
});
afterEach(() => world.close());

const fresh = (store: Store, freshness: Partial<Freshness>) =>
  world.database.withTenant(
    store.tenantId,
    (sql) => sql`update stores set freshness = ${JSON.stringify(freshness)}::jsonb where id = ${store.id}::uuid`,
  );

/** Reads its first page so slowly that it is under way until `go`. */
async function busyStore(options: { mode?: 'full' | 'incremental' } = {}) {
  const one = await oldWooCommerce(world);
  await world.sync(one.store);
  if (options.mode === 'incremental') one.reprice(one.ids[0] ?? '', '93.00');
  one.shop.faults.add({ path: 'per_page=100', answer: { delayMs: 60_000 } });
  const run = await world.start(one.store, { mode: options.mode ?? 'full' });
  await world.whenRun(one.store, run.runId, 'is under way', ({ status }) => status === 'running');
  return { ...one, run };
}

it('starts a full run that is wanted, whatever the cadence says, once', async () => {
  const { store } = await oldWooCommerce(world);
  await world.sync(store);
  await due.makeDue(store, { full_wanted_at: DUE });

  expect((await due.sweep()).woocommerce).toMatchObject({ due: 1, looked: 0, started: { full: 1 } });
  expect(await due.lastRun(store)).toMatchObject({ mode: 'full', trigger: 'schedule', status: 'completed' });
  expect(await due.row(store)).toMatchObject({ full_wanted_at: null, due_at: null });
});

it('starts a full run by its own cadence, in the place of a lesser one, and places the next on the grid', async () => {
  const { store, run, shop } = await busyStore({ mode: 'incremental' });
  await fresh(store, { full: { every: '24h', paused: false } });
  await due.makeDue(store, { next_full_at: new Date().toISOString() });
  shop.faults.clear();

  expect((await due.sweep()).woocommerce).toMatchObject({ started: { full: 1 } });
  const [full, lesser] = await due.runs(store);
  expect(full).toMatchObject({ mode: 'full', trigger: 'schedule' });
  expect(lesser).toMatchObject({ id: run.runId, status: 'cancelled', error: { type: 'superseded' } });
  expect(await due.lastRun(store)).toMatchObject({ status: 'completed' });
  const next = Number((await due.row(store)).next_full_at) - Date.now();
  expect(next).toBeGreaterThan(0);
  expect(next).toBeLessThanOrEqual(24 * 3_600_000);
});

it('leaves what is due where a run is under way, and goes on with it when that is over', async () => {
  const { store, run, reprice, ids, shop } = await busyStore();
  reprice(ids[0] ?? '', '94.00');
  await due.makeDue(store, { next_incremental_at: DUE });

  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 0, skipped: { under_way: 1 } });
  expect(Number((await due.row(store)).due_at)).toBeLessThan(Date.now());

  shop.faults.clear();
  await world.ended(store, run);
  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 1 });
  expect(Number((await due.row(store)).next_incremental_at)).toBeGreaterThan(Date.now());
});

it('counts runs that a schedule started, but for those that wait, stand still or are paused', async () => {
  const [first, second, third] = [
    await oldWooCommerce(world),
    await oldWooCommerce(world),
    await oldWooCommerce(world),
  ];
  await queueRows([first.store, second.store, third.store]);
  expect(await countPlaces()).toBe(3);

  const note = (store: Store, state: { status: string; phase: string }) =>
    world.database.withTenant(
      world.tenantId,
      (sql) => sql`
        update sync_runs set status = ${state.status}::text, phase = ${state.phase}::text where store_id = ${store.id}::uuid`,
    );
  await note(first.store, { status: 'running', phase: 'waiting_to_retry' });
  await note(second.store, { status: 'running', phase: 'waiting_for_store' });
  expect(await countPlaces()).toBe(1);
  const seenAt = (minutesAgo: number) =>
    world.database.withTenant(
      world.tenantId,
      (sql) => sql`
        update sync_runs set standstill = jsonb_build_object('kind', 'stuck', 'seenAt', now() - make_interval(mins => ${minutesAgo}::int))
         where store_id = ${third.store.id}::uuid`,
    );
  await seenAt(0);
  expect(await countPlaces()).toBe(0);
  await seenAt(60);
  expect(await countPlaces()).toBe(1);
  await note(third.store, { status: 'paused', phase: 'reading' });
  expect(await countPlaces()).toBe(0);
});

async function queueRows(stores: Store[]): Promise<void> {
  for (const { id, tenantId } of stores)
    await world.database.withTenant(
      tenantId,
      (sql) => sql`
        insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase)
        values (${tenantId}::uuid, gen_random_uuid(), ${id}::uuid, 'w', 'woocommerce', 'full', 'schedule', 'running', 'reading')`,
    );
}

async function countPlaces(): Promise<number> {
  const underWay = await world.database.withSystem((sql) => countUnderWay(sql, 'woocommerce'));
  expect(underWay.every(({ tenantId, full, runs }) => tenantId === world.tenantId && full === runs)).toBe(true);
  return underWay.reduce((sum, { runs }) => sum + runs, 0);
}

it('puts off what quiet hours hold, behind their end', async () => {
  const { store } = await oldWooCommerce(world);
  await world.sync(store);
  const at = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16);
  await fresh(store, {
    incremental: { every: '15m', paused: false },
    time_zone: 'UTC',
    quiet_hours: { from: at(-3_600_000), to: at(2 * 3_600_000), modes: ['incremental'] },
  });
  await due.makeDue(store, { next_incremental_at: DUE });

  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 0, skipped: { put_off: 1 } });
  const next = Number((await due.row(store)).next_incremental_at) - Date.now();
  expect(next).toBeGreaterThan(3_600_000);
  expect(next).toBeLessThan(3 * 3_600_000);
});

it('skips paused stores and counts them, and lists none of an inactive tenant', async () => {
  const other = await world.newTenant('Other');
  const paused = await world.shopify({ products: 3 });
  const inactive = await world.shopify({ products: 3 }, other);
  for (const { store } of [paused, inactive]) await due.makeDue(store, { next_incremental_at: DUE });
  await world.database.withTenant(
    world.tenantId,
    (sql) => sql`update stores set paused_at = now() where id = ${paused.store.id}::uuid`,
  );
  await world.database.withSystem((sql) => sql`update tenants set is_active = false where id = ${other}::uuid`);

  expect((await due.sweep()).shopify).toMatchObject({ due: 0, looked: 0, skipped: { paused: 1 } });
});
