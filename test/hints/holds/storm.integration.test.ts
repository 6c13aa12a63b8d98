import type { WooShop } from '../../../simulators/woocommerce/shop';
import { listRuns, type RunView } from '../../../src/runs/list-runs';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';
import { inboxOf } from '../inbox';
import { items } from './look';

let world: SyncWorld;
let inbox: ReturnType<typeof inboxOf>;
beforeAll(async () => {
  world = await startSyncWorld();
  inbox = inboxOf(world);
});
afterAll(() => world.close());

const LONG_AGO = '2025-01-05T08:00:00';

async function synced(products: number) {
  const listed = items(products).map((item) => ({ ...item, date_created_gmt: LONG_AGO, date_modified_gmt: LONG_AGO }));
  const { shop, store } = await world.wooCommerce({ products: listed });
  await world.sync(store);
  shop.resetCounters();
  return { shop, store };
}

/** Gives products another name; the shop dates it, unless it is told not to. */
function rename(shop: WooShop, ids: readonly string[], name: string, more: object = {}): void {
  for (const id of ids) shop.patch(id, { name, ...more });
}

const titles = async (store: Store, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await world.catalogue(store).product(id)).title));

const idsOf = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

/** A hint for each id, as many deliveries make them. */
async function told(store: Store, ids: readonly string[], news: 'changed' | 'gone' = 'changed'): Promise<void> {
  await inbox.put(store, [ids[0] ?? ''], { news });
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`
      insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key)
      select ${store.tenantId}::uuid, ${store.id}::uuid, 'test', array[told.id], 'product', ${news}::text, gen_random_uuid()
        from unnest(${ids.slice(1)}::text[]) told(id)`;
  });
}

interface Inbox {
  pending: number;
  refreshed: number;
  others: number;
  runs: string[];
}

/** What became of all that the store told. */
const inboxAsItIs = (store: Store) =>
  world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<Inbox & Record<string, unknown>>`
      select count(*) filter (where state = 'pending') as pending, count(*) filter (where state = 'refreshed') as refreshed,
             count(*) filter (where state not in ('pending', 'refreshed')) as others,
             coalesce(array_agg(distinct run_id) filter (where run_id is not null), '{}') as runs
        from webhook_events where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid`;
    return rows[0] as Inbox;
  });

const allSettled = (store: Store) =>
  until('all that the store told to be settled', async () => {
    const now = await inboxAsItIs(store);
    return now.pending === 0 && now;
  });

const runsOf = (store: Store, mode: RunView['mode']) =>
  world.database.withTenant(store.tenantId, async (sql) => {
    const page = await listRuns(sql, { storeId: store.id, limit: 50, after: null });
    return page.items.filter((run) => run.mode === mode);
  });

it('reads a storm of 1,200 changes in one incremental run, and by id what is not dated and what went', async () => {
  const { shop, store } = await synced(1_250);
  const dated = idsOf(1, 1_150);
  const undated = idsOf(1_151, 1_200);
  rename(shop, dated, 'Renamed');
  rename(shop, undated, 'Renamed', { date_modified_gmt: LONG_AGO });
  shop.remove('1250');
  await told(store, [...dated, ...undated]);
  const gone = await inbox.put(store, ['1250'], { news: 'gone' });
  await inbox.ring(store);

  expect(await allSettled(store)).toMatchObject({ refreshed: 1_201, others: 0 });
  const incremental = await runsOf(store, 'incremental');
  expect(incremental).toHaveLength(1);
  expect(incremental[0]).toMatchObject({
    trigger: 'webhook',
    status: 'completed',
    products: { updated: 1_150 },
  });
  expect((await inbox.row(store, gone)).run_id).not.toBe(incremental[0]?.id);
  expect(await titles(store, ['1', '1150', '1151', '1200'])).toEqual(Array(4).fill('Renamed'));
  expect(await world.catalogue(store).product('1250')).toMatchObject({ is_active: false });
  // Of 100 each: 12 pages of what changed with what belongs to them, and the 50 that no date shows.
  expect(shop.counters.requests).toBeLessThan(60);
});

it('reads a storm by id where there is no watermark, or the store is not asked for what changed', async () => {
  const { shop, store } = await synced(120);
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`update stores set watermark = null where tenant_id = ${store.tenantId}::uuid and id = ${store.id}::uuid`;
  });
  const other = await synced(120);
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`update stores set freshness = '{"incremental": null}' where tenant_id = ${store.tenantId}::uuid and id = ${other.store.id}::uuid`;
  });
  for (const each of [{ shop, store }, other]) {
    rename(each.shop, idsOf(1, 110), 'Renamed');
    await told(each.store, idsOf(1, 110));
    await inbox.ring(each.store);
  }
  for (const each of [store, other.store]) {
    expect(await allSettled(each)).toMatchObject({ refreshed: 110, others: 0 });
    expect(await runsOf(each, 'incremental')).toEqual([]);
    expect(await titles(each, ['110'])).toEqual(['Renamed']);
  }
});

it('asks a bounded number of times for 1,500 deliveries about 400 products', async () => {
  const { shop, store } = await synced(1_000);
  const ids = idsOf(1, 400);
  for (const name of ['One', 'Two', 'Three']) {
    rename(shop, ids, name);
    await told(store, [...ids, ...idsOf(1, 100)]);
    await inbox.ring(store);
  }
  expect(await allSettled(store)).toMatchObject({ refreshed: 1_500, others: 0 });
  expect(await titles(store, ['1', '200', '400'])).toEqual(Array(3).fill('Three'));
  expect(shop.counters.requests).toBeLessThan(60);
});
