import { randomUUID } from 'node:crypto';
import type { TenantSql } from '../../../src/database/sql';
import { resumeHints } from '../../../src/hints/holds/resume-hints';
import { takeHintsUpAgain } from '../../../src/hints/holds/take-up-again';
import type { HintHold } from '../../../src/model/webhooks/hints';
import { noteAnswered } from '../../../src/stores/due/note-look';
import type { Store } from '../../../src/stores/store';
import { clearAttention } from '../../../src/stores/update-store';
import { storeDelivery } from '../../../src/stores/webhooks/deliveries';
import { keepEnteredByHand } from '../../../src/stores/webhooks/note-told';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';
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

const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

async function held(store: Store, by: HintHold): Promise<string> {
  const id = await inbox.put(store, ['1']);
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`update webhook_events set held_by = ${by}::text where tenant_id = ${store.tenantId}::uuid and id = ${id}::uuid`;
    await sql`update store_webhooks set hints_since = null where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid`;
  });
  return id;
}

describe('what waits because the store refused us', () => {
  it('may be taken up once the store is connected again', async () => {
    const { store } = await synced();
    const id = await held(store, 'credentials');
    expect(await world.database.withTenant(store.tenantId, (sql) => takeHintsUpAgain(sql, store.id))).toBe(true);
    await inbox.ring(store);
    expect(await inbox.settled(store, id)).toMatchObject({ state: 'refreshed', held_by: null });
    expect(await world.database.withTenant(store.tenantId, (sql) => takeHintsUpAgain(sql, store.id))).toBe(false);
  });

  it('may be taken up once a look is answered', async () => {
    const { store } = await synced();
    const id = await held(store, 'credentials');
    await world.database.withTenant(store.tenantId, (sql) => noteAnswered(sql, store.id));
    expect(await inbox.row(store, id)).toMatchObject({ held_by: null });
    await age(world, store, 60);
    expect(await lookAfterHints(world)).toMatchObject({ rung: 1 });
    await inbox.settled(store, id);
  });

  it('may be taken up once a run is answered, and what a brake holds may not', async () => {
    const { store } = await synced();
    const refused = await held(store, 'credentials');
    const braked = await held(store, 'brake');
    expect(await world.sync(store, { mode: 'incremental' })).toMatchObject({ status: 'completed' });
    expect(await inbox.row(store, refused)).toMatchObject({ held_by: null });
    expect(await inbox.row(store, braked)).toMatchObject({ held_by: 'brake' });
    await inbox.ring(store);
    await inbox.settled(store, refused);
  });
});

it('rings for nothing that a store tells that refused us, and reads it once the store answers again', async () => {
  const { shop, store } = await synced();
  const { tenantId, id: storeId } = store;
  const inTenant = <Result>(work: (sql: TenantSql) => Promise<Result>) => world.database.withTenant(tenantId, work);
  shop.patch('1', { name: 'Renamed' });
  const told = { topic: 'product.updated', news: 'changed', subject: 'product', externalIds: ['1'] } as const;
  const deliver = () =>
    inTenant((sql) =>
      storeDelivery(sql, storeId, {
        ...{ ...told, datedAt: null, deduplicationKey: randomUUID() },
        ...{ state: 'pending', reason: null },
      }),
    );
  await inTenant(async (sql) => {
    await keepEnteredByHand(sql, storeId);
    await sql`update stores set status = 'needs_attention' where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid`;
  });
  expect(await deliver()).toEqual({ isTakable: false });
  await age(world, store, 3_600);
  expect(await lookAfterHints(world)).toMatchObject({ rung: 0 });

  await inTenant((sql) => clearAttention(sql, storeId));
  expect(await deliver()).toEqual({ isTakable: true });
  expect(await lookAfterHints(world)).toMatchObject({ rung: 1 });
  await until('the product to be read again', async () => {
    const { title } = await world.catalogue(store).product('1');
    return title === 'Renamed';
  });
});

describe('what a store told while it was paused', () => {
  const resumed = (store: Store, pausedAt: Date) =>
    world.database.withTenant(store.tenantId, (sql) => resumeHints(sql, store.id, pausedAt));
  const fullWanted = (store: Store) =>
    world.database.withTenant(store.tenantId, async (sql) => {
      const { rows } = await sql<{ full_wanted_at: Date | null }>`
        select full_wanted_at from stores where tenant_id = ${store.tenantId}::uuid and id = ${store.id}::uuid`;
      return rows[0]?.full_wanted_at ?? null;
    });

  it('is read at once after a short pause', async () => {
    const { shop, store } = await synced();
    shop.patch('1', { name: 'Renamed' });
    const id = await inbox.put(store, ['1']);
    expect(await resumed(store, ago(2))).toBe(true);
    expect(await fullWanted(store)).toBeNull();
    await inbox.ring(store);
    expect(await inbox.settled(store, id)).toMatchObject({ state: 'refreshed' });
  });

  it('is left to a full run after a day, but for what went, which goes by id', async () => {
    const { shop, store } = await synced();
    shop.patch('1', { name: 'Renamed' });
    shop.remove('5');
    const changed = await inbox.put(store, ['1']);
    const gone = await inbox.put(store, ['5'], { news: 'gone' });
    expect(await resumed(store, ago(25))).toBe(true);
    expect(await fullWanted(store)).not.toBeNull();

    // Nobody releases it before that run has begun.
    await age(world, store, 60);
    expect(await lookAfterHints(world)).toMatchObject({ released: 0, rung: 1 });
    expect(await inbox.settled(store, gone)).toMatchObject({ state: 'refreshed' });
    expect(await world.catalogue(store).product('5')).toMatchObject({ is_active: false });
    expect(await inbox.row(store, changed)).toMatchObject({ state: 'pending', held_by: 'storm' });

    const full = await world.sync(store);
    expect(await inbox.row(store, changed)).toMatchObject({ state: 'refreshed', run_id: full.id });
  });

  it('is followed by a full run after a day, whether it told something or not', async () => {
    const { store } = await synced();
    expect(await resumed(store, ago(23))).toBe(false);
    expect(await fullWanted(store)).toBeNull();
    expect(await resumed(store, ago(25))).toBe(false);
    expect(await fullWanted(store)).not.toBeNull();
  });
});

it('reads by id what waited for a run that is over without having settled it', async () => {
  const { shop, store } = await synced();
  shop.patch('1', { name: 'Renamed' });
  const id = await held(store, 'storm');
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`update store_webhooks set hints_since = now() where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid`;
  });
  await age(world, store, 60);
  expect(await lookAfterHints(world)).toMatchObject({ released: 1, rung: 1 });
  expect(await inbox.settled(store, id)).toMatchObject({ state: 'refreshed' });
});

it('waits longer each time where the run that a storm was left to fails', async () => {
  const { shop, store } = await synced();
  const id = await held(store, 'storm');
  shop.faults.add({ answer: { status: 500 } });
  expect(await world.sync(store, { mode: 'incremental' })).toMatchObject({ status: 'failed' });
  const row = await inbox.row(store, id);
  expect(row).toMatchObject({ state: 'pending', held_by: null });
  expect(Number(row.read_again_at)).toBeGreaterThan(Date.now());
});
