import type { TenantSql } from '../../../src/database/sql';
import type { RunTrigger } from '../../../src/model/run';
import { nextTimes } from '../../../src/stores/freshness/next-times';
import { placeNext } from '../../../src/stores/freshness/place-next';
import { Freshness } from '../../../src/stores/freshness/settings';
import { listActiveStores } from '../../../src/stores/list-active-stores';
import { patchStore } from '../../../src/stores/patch-store';
import { getStore } from '../../../src/stores/read-stores';
import { markNeedsAttention } from '../../../src/stores/update-store';
import { changedSince } from '../../../src/stores/watermark';
import { type StoresWorld, storesWorld } from '../stores-world';

let world: StoresWorld;

beforeAll(async () => {
  world = await storesWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const inTenant = <Result>(work: (sql: TenantSql) => Promise<Result>) => world.database.withTenant(world.tenantId, work);

const placesOf = async (id: string) => {
  const { rows } = await inTenant(
    (sql) => sql<Record<'full' | 'incremental' | 'inventory' | 'prices' | 'due', Date | null>>`
      select next_full_at as "full", next_incremental_at as incremental, next_inventory_at as inventory,
             next_prices_at as prices, due_at as due
        from stores where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid`,
  );
  return rows[0];
};

const patch = (id: string, changes: Parameters<typeof patchStore>[2]) =>
  inTenant((sql) => patchStore(sql, id, changes));
const pause = (id: string) => patch(id, { status: 'paused' });

it('gives a new store its place within the next 15 minutes, and one that is connected again keeps its own', async () => {
  const before = new Date();
  const store = await world.connected('a.myshopify.com');
  const places = await placesOf(store.id);

  expect(store.freshness).toEqual(Freshness.parse({}));
  expect([before, new Date()].map((now) => nextTimes(store.freshness, store.id, now).incremental)).toContainEqual(
    places?.incremental,
  );
  expect(places).toMatchObject({ full: null, inventory: null, prices: null, due: places?.incremental });

  await inTenant(
    (sql) => sql`update stores set next_incremental_at = '2026-01-01' where tenant_id = ${sql.tenantId}::uuid`,
  );
  await world.connected('a.myshopify.com', 'good again');
  expect((await placesOf(store.id))?.incremental).toEqual(new Date('2026-01-01'));
});

it('connecting again ends no pause, and ends the waits of looks that failed', async () => {
  const { id } = await world.connected('a.myshopify.com');
  await pause(id);
  await inTenant(
    (sql) => sql`
      update stores set look_after = now() + interval '1 hour', failed_looks = 3, failed_looks_since = now(),
                        failed_look = '{"type": "store_unreachable", "message": "no answer"}'
       where tenant_id = ${sql.tenantId}::uuid`,
  );

  expect(await world.connected('a.myshopify.com', 'good again')).toMatchObject({ status: 'paused' });
  const { rows } = await inTenant(
    (sql) => sql`
      select look_after, failed_looks, failed_looks_since, failed_look from stores where tenant_id = ${sql.tenantId}::uuid`,
  );
  expect(rows).toEqual([{ look_after: null, failed_looks: 0, failed_looks_since: null, failed_look: null }]);
});

it('a refused credential ends no pause', async () => {
  const { id } = await world.connected('a.myshopify.com');
  await pause(id);
  await inTenant((sql) => markNeedsAttention(sql, { storeId: id, credentialsVersion: 1, detail: '401' }));

  expect(await inTenant((sql) => getStore(sql, id))).toMatchObject({ status: 'paused', statusDetail: '401' });
  expect(await patch(id, { status: 'active' })).toMatchObject({ store: { status: 'needs_attention' } });
});

it('places only the modes that are named, by what is wanted as it stands then', async () => {
  const store = await world.connected('a.myshopify.com');
  const wanted = { full: { every: '24h', paused: false }, prices: { every: '1h', paused: false } };
  const after = new Date('2026-11-28T09:00:00Z');
  const expected = nextTimes(Freshness.parse(wanted), store.id, after);
  await inTenant(
    (sql) => sql`update stores set freshness = ${JSON.stringify(wanted)}::jsonb where id = ${store.id}::uuid`,
  );

  await inTenant((sql) => placeNext(sql, store, { after, modes: ['prices'] }));
  expect(await placesOf(store.id)).toMatchObject({ full: null, prices: expected.prices });
  await inTenant((sql) => placeNext(sql, store, { after }));
  const due = new Date(Math.min(...[expected.full, expected.incremental, expected.prices].map(Number)));
  expect(await placesOf(store.id)).toMatchObject({ ...expected, due });
});

it('a sweep by a schedule leaves out stores whose full sync is their own, and counts a paused one as skipped', async () => {
  const [swept, own, off, paused] = [
    await world.connected('a.myshopify.com'),
    await world.connected('b.myshopify.com'),
    await world.connected('c.myshopify.com'),
    await world.connected('d.myshopify.com'),
  ];
  await patch(own.id, { settings: { freshness: { full: { every: '12h', paused: true } } } });
  await patch(off.id, { settings: { freshness: { full: null } } });
  await pause(paused.id);
  const listed = async (trigger: RunTrigger) => {
    const stores = await world.database.withSystem((sql) =>
      listActiveStores(sql, { platform: null, trigger, after: null, limit: 10 }),
    );
    return Object.fromEntries(stores.map(({ id, status }) => [id, status]));
  };

  expect(await listed('schedule')).toEqual({ [swept.id]: 'active', [paused.id]: 'paused' });
  expect(await listed('api')).toEqual({
    [swept.id]: 'active',
    [own.id]: 'active',
    [off.id]: 'active',
    [paused.id]: 'paused',
  });
  await patch(own.id, { settings: { freshness: { full: 'unset' } } });
  expect(await listed('schedule')).toHaveProperty(own.id);
});

it.each([
  [undefined, 0, 5 * 60],
  ['30s', 0, 30],
  ['1h', 0, 60 * 60],
  ['2m', 20, 22 * 60],
  ['55m', 20, 60 * 60],
])('asks since the watermark less the overlap %s and %s widened minutes', async (overlap, widened, seconds) => {
  const { id } = await world.connected('a.myshopify.com');
  await patch(id, { settings: { freshness: overlap === undefined ? {} : { overlap } } });
  await inTenant(
    (sql) => sql`
      update stores set watermark = date_trunc('second', now()), widened_overlap = ${widened}::int
       where tenant_id = ${sql.tenantId}::uuid`,
  );
  const { rows } = await inTenant(
    (sql) => sql<{ watermark: Date }>`select watermark from stores where tenant_id = ${sql.tenantId}::uuid`,
  );
  const since = await inTenant((sql) => changedSince(sql, id));
  expect((Number(rows[0]?.watermark) - Date.parse(since ?? '')) / 1_000).toBe(seconds);
});

it('a store that an API without places connects is due within 15 minutes, and has a place when it is connected again', async () => {
  const { id } = await world.connected('a.myshopify.com');
  const due = async () => {
    const { rows } = await inTenant(
      (sql) => sql<{ name: string; due: boolean }>`
        select name, coalesce(due_at <= now() + interval '15 minutes', false) as due from stores where tenant_id = ${sql.tenantId}::uuid
         order by name`,
    );
    return rows;
  };
  await inTenant(
    (sql) => sql`
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
      values (${sql.tenantId}::uuid, 'shopify', 'Older', 'older.myshopify.com', 'older', 'EUR', 1)`,
  );
  await inTenant(
    (sql) =>
      sql`update stores set next_incremental_at = null where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid`,
  );
  expect((await due()).map((each) => each.due)).toEqual(expect.arrayContaining([true, false]));

  await world.connected('a.myshopify.com', 'good again');
  expect((await due()).map((each) => each.due)).toEqual([true, true]);
});

it('a store that needs attention is looked at in a day though no mode is due by itself, or rarely', async () => {
  const { id } = await world.connected('a.myshopify.com');
  await patch(id, { settings: { freshness: { incremental: null, full: { every: '30d' } } } });
  await inTenant((sql) => markNeedsAttention(sql, { storeId: id, credentialsVersion: 1, detail: '401' }));
  const inADay = async () => {
    const due = (await placesOf(id))?.due?.getTime() ?? Number.NaN;
    return due > Date.now() && due < Date.now() + 24.5 * 3_600_000;
  };
  expect(await inADay()).toBe(true);

  await patch(id, { settings: { freshness: { full: null } } });
  expect(await inADay()).toBe(true);
});
