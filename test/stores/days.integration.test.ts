import { randomUUID } from 'node:crypto';
import type { TenantSql } from '../../src/database/sql';
import { keepStoresTold } from '../../src/maintenance/keep-stores-told';
import { closeRunRow } from '../../src/runs/close-run-row';
import { readTrends, type TrendDay } from '../../src/stores/days/trends';
import type { Store } from '../../src/stores/store';
import { insertRun } from '../api/rows';
import { type StoresWorld, storesWorld } from './stores-world';

let world: StoresWorld;
let store: Store;

beforeAll(async () => {
  world = await storesWorld();
});
beforeEach(async () => {
  store = await world.connected('a.myshopify.com');
});
afterEach(() => world.clear());
afterAll(() => world.close());

const inTenant = <Result>(work: (sql: TenantSql) => Promise<Result>) => world.database.withTenant(world.tenantId, work);
const trends = (days: number) => inTenant((sql) => readTrends(sql, store, days));
const maintained = () => keepStoresTold(world.database, () => undefined);

/** Ended runs of today, of each mode and outcome, some dry, from seconds to hours long. */
async function addEnded(count: number): Promise<void> {
  await inTenant(
    (sql) => sql`
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, dry_run, trigger, status, phase, queued_at,
                             started_at, finished_at, requests, throttled_ms, counts)
      select ${sql.tenantId}::uuid, gen_random_uuid(), ${store.id}::uuid, 'sync', 'shopify',
             (array['full', 'incremental', 'inventory', 'refresh'])[1 + n % 4], n % 5 = 0, 'schedule',
             (array['completed', 'completed_with_errors', 'failed', 'cancelled'])[1 + n / 4 % 4], 'closing',
             ended.at - make_interval(secs => n * n), ended.at - make_interval(secs => n * n), ended.at, n, n * 10,
             jsonb_build_object('products', jsonb_build_object('created', n, 'updated', 1, 'reactivated', 2, 'deactivated', 3))
        from generate_series(1, ${count}::int) n,
             lateral (select date_trunc('day', now(), 'UTC') + interval '1 second' * 0.001 * n as at) ended`,
  );
}

async function close(more: { mode?: 'full' | 'refresh' } = {}): Promise<void> {
  const { mode = 'full' } = more;
  const { tenantId, id: storeId } = store;
  const id = await insertRun(world.database, { tenantId, storeId }, { mode, status: 'running' });
  const run = { id, tenantId, storeId, platform: 'shopify', mode, fenced: true } as const;
  await inTenant((sql) =>
    closeRunRow(sql, run, { status: 'completed', error: null, problems: [], executionId: randomUUID() }),
  );
}

interface EndedRun {
  mode: string;
  dry_run: boolean;
  status: string;
  requests: number;
  throttled_ms: number;
  products: Record<'created' | 'updated' | 'reactivated' | 'deactivated', number>;
  ms: number;
}

/** The same numbers, run by run. */
async function countedHere(): Promise<Omit<TrendDay, 'day' | 'products'>> {
  const { rows } = await inTenant(
    (sql) => sql<EndedRun & Record<string, unknown>>`
      select mode, dry_run, status, requests, throttled_ms, counts -> 'products' as products,
             (extract(epoch from finished_at - started_at) * 1000)::int8 as ms
        from sync_runs where tenant_id = ${sql.tenantId}::uuid and store_id = ${store.id}::uuid`,
  );
  const sum = (of: readonly EndedRun[], value: (run: EndedRun) => number) =>
    of.reduce((total, run) => total + value(run), 0);
  const counted = rows.filter((run) => run.mode !== 'refresh' && !run.dry_run);
  const times = counted.map((run) => run.ms).sort((a, b) => a - b);
  const middle = (times.length - 1) / 2;
  const at = (index: number) => times[index] ?? 0;
  const outcome = (status: string) => counted.filter((run) => run.status === status).length;
  return {
    runs: {
      completed: outcome('completed'),
      completed_with_errors: outcome('completed_with_errors'),
      failed: outcome('failed'),
      cancelled: outcome('cancelled'),
    },
    duration_ms: { median: Math.round((at(Math.floor(middle)) + at(Math.ceil(middle))) / 2), max: Math.max(...times) },
    changes: sum(
      rows.filter((run) => !run.dry_run),
      ({ products }) => products.created + products.updated + products.reactivated + products.deactivated,
    ),
    requests: sum(rows, (run) => run.requests),
    throttled_ms: sum(rows, (run) => run.throttled_ms),
  };
}

it('a day of a store has the numbers of its runs, whichever run closed last', async () => {
  await addEnded(60);
  await close();
  expect((await trends(1))[0]).toMatchObject({ ...(await countedHere()), products: store.productCount });

  await close({ mode: 'refresh' });
  await close();
  expect((await trends(1))[0]).toMatchObject(await countedHere());
});

it('trends have each day up to today, oldest first, and nothing of another day’s runs', async () => {
  await close();
  const days = await trends(3);
  const today = new Date().toISOString().slice(0, 10);

  expect(days.map(({ runs }) => runs.completed)).toEqual([0, 0, 1]);
  expect(days[2]?.day).toBe(today);
  expect(days[0]).toMatchObject({ duration_ms: { median: null, max: null }, products: null, requests: 0 });
});

it('maintenance notes the products of each store today, and of days that nobody noted, and then writes nothing', async () => {
  await inTenant(
    (sql) => sql`
      insert into store_days (tenant_id, store_id, day, products)
      values (${sql.tenantId}::uuid, ${store.id}::uuid, (now() at time zone 'UTC')::date - 3, 7)`,
  );
  expect(await maintained()).toMatchObject({ daysFilled: 3 });

  expect((await trends(5)).map(({ products }) => products)).toEqual([null, 7, 7, 7, store.productCount]);
  expect(await maintained()).toMatchObject({ daysFilled: 0 });
});

it('maintenance locks no day that is right already', async () => {
  await maintained();
  const locks = () =>
    inTenant(async (sql) => {
      const { rows } = await sql<{ xmax: string }>`
        select xmax::text as xmax from store_days where store_id = ${store.id}::uuid`;
      return rows;
    });
  const before = await locks();
  await maintained();

  expect(before).toHaveLength(1);
  expect(await locks()).toEqual(before);
});

it('I9 a tenant sees no other one’s days', async () => {
  await close();
  const seen = await world.database.withTenant(world.otherTenantId, async (sql) => {
    const { rows } = await sql`select from store_days`;
    return { rows: rows.length, changes: (await readTrends(sql, store, 1))[0]?.runs.completed };
  });

  expect(seen).toEqual({ rows: 0, changes: 0 });
});
