import type { TenantSql } from '../../../src/database/sql';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { insertRun, insertStore } from '../rows';

let world: ApiWorld;
let acme: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
  acme = await world.tenant('Acme');
  other = await world.tenant('Other');
  await fill(acme, 40);
  await fill(other, 7);
});
afterAll(() => world.close());

const inTenant = <Result>({ id }: TestTenant, work: (sql: TenantSql) => Promise<Result>) =>
  world.database.withTenant(id, work);

/** Stores of each kind, some of which are in trouble, with runs and days. */
async function fill(tenant: TestTenant, stores: number): Promise<void> {
  await inTenant(tenant, async (sql) => {
    await sql`
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count, status, paused_at, set_aside_count,
                          late_at, created_at)
      select ${tenant.id}::uuid, case when n % 3 = 0 then 'shopify' else 'woocommerce' end, 'Shop ' || n, 'shop-' || n, 'shop',
             'EUR', n, (array['active', 'needs_attention', 'active', 'disconnected'])[1 + n % 4],
             case when n % 5 = 0 then now() end, n % 6, now() + make_interval(mins => n - 20),
             now() - make_interval(days => case when n % 14 = 3 then 60 else 1 end)
        from generate_series(1, ${stores}::int) n`;
    await sql`
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, dry_run, trigger, status, phase, error_type,
                             queued_at, started_at, finished_at)
      select tenant_id, gen_random_uuid(), id, 'sync', platform, case when n = 7 then 'refresh' else 'full' end, n = 8, 'schedule',
             (array['completed', 'failed', 'awaiting_approval', 'cancelled', 'failed'])[n % 5 + 1], 'closing',
             (array[null, 'store_unreachable', null, 'superseded', 'store_throttled'])[n % 5 + 1], at, at,
             case when n % 5 <> 2 then at end
        from stores, generate_series(1, 12) n, lateral (select now() - n * interval '4 hours' as at) at
       where tenant_id = ${tenant.id}::uuid`;
    await sql`
      insert into store_days (tenant_id, store_id, day, products, median_ms, longest_ms, throttled_ms)
      select tenant_id, id, (now() at time zone 'UTC')::date - ago, product_count - 1, nullif(product_count * 1000, 5000), 99999,
             product_count % 4
        from stores, unnest(array[0, 1, 7]) ago
       where tenant_id = ${tenant.id}::uuid and (ago < 7 or status <> 'disconnected' and product_count % 7 <> 3)`;
    await sql`
      insert into store_webhooks (tenant_id, store_id, state, topics, hints_since, wrong_signature_at, last_received_at)
      select tenant_id, id, case when product_count % 7 = 0 then 'refused' else 'registered' end,
             case when product_count % 11 = 0 then '[{"topic": "t", "state": "missing", "since": ""}]' else '[]' end::jsonb,
             case when product_count % 13 = 0 then now() - interval '6 minutes' else now() end, now() - interval '1 minute',
             case when product_count % 17 = 0 then now() - interval '2 minutes' else now() end
        from stores where tenant_id = ${tenant.id}::uuid`;
  });
}

interface PlainStore {
  id: string;
  platform: string;
  status: string;
  paused: boolean;
  products: number;
  aside: number;
  is_late: boolean;
}

/** What the tables say, row by row. */
async function plain(tenant: TestTenant) {
  return inTenant(tenant, async (sql) => {
    const { rows: stores } = await sql<PlainStore>`
      select id, platform, status, paused_at is not null as paused, product_count as products, set_aside_count as aside,
             late_at < now() as is_late from stores`;
    const { rows: runs } = await sql<{ id: string; status: string; error_type: string | null; is_counted: boolean }>`
      select id, status, error_type,
             mode = 'full' and not dry_run and coalesce(finished_at > now() - interval '1 day', false) as is_counted
        from sync_runs`;
    return { stores, runs };
  });
}

const statusOf = ({ status, paused }: PlainStore) => (paused && status !== 'disconnected' ? 'paused' : status);

it.each(['Acme', 'Other'])('a tenant’s overview has the numbers of the tables: %s', async (name) => {
  const tenant = name === 'Acme' ? acme : other;
  const { body, status } = await tenant.ask('GET /v1/overview');
  const { stores, runs } = await plain(tenant);
  const connected = stores.filter((store) => store.status !== 'disconnected');
  const active = stores.filter((store) => statusOf(store) === 'active');
  const late = active.filter((store) => store.is_late);
  const counted = runs.filter((run) => run.is_counted);
  const aside = connected.filter((store) => store.aside > 0);
  const inTrouble = active.filter(({ products }) => [7, 11, 13, 17].some((number) => products % number === 0));
  const sum = (of: PlainStore[], value: (store: PlainStore) => number) =>
    of.reduce((total, each) => total + value(each), 0);
  const ofStatus = (wanted: string) => counted.filter((run) => run.status === wanted).length;

  expect(status).toBe(200);
  expect(body.stores.total).toBe(stores.length);
  for (const each of new Set(stores.map(statusOf))) {
    expect(body.stores.by_status[each]).toBe(stores.filter((store) => statusOf(store) === each).length);
  }
  expect(body.stores.by_platform).toEqual({
    shopify: connected.filter(({ platform }) => platform === 'shopify').length,
    woocommerce: connected.filter(({ platform }) => platform === 'woocommerce').length,
  });
  expect(body.late.count).toBe(late.length);
  expect(body.late.items).toHaveLength(Math.min(10, late.length));
  for (const { store_id } of body.late.items) expect(late.map(({ id }) => id)).toContain(store_id);
  expect(body.runs_24h.by_outcome).toEqual({
    completed: ofStatus('completed'),
    completed_with_errors: 0,
    failed: ofStatus('failed'),
    cancelled: ofStatus('cancelled'),
  });
  for (const type of ['store_unreachable', 'store_throttled', 'superseded']) {
    expect(body.runs_24h.by_error_type[type]).toBe(counted.filter((run) => run.error_type === type).length);
  }
  expect(body.approvals_waiting.count).toBe(runs.filter((run) => run.status === 'awaiting_approval').length);
  expect(body.set_aside).toMatchObject({ stores: aside.length, products: sum(aside, (store) => store.aside) });
  expect(body.set_aside.items.map((item: { products: number }) => item.products)).toEqual(
    aside
      .map((store) => store.aside)
      .sort((a, b) => b - a)
      .slice(0, 10),
  );
  expect(body.webhooks_in_trouble.count).toBe(inTrouble.length);
  const times = connected.map(({ products }) => products * 1000).filter((ms) => ms !== 5000);
  expect(body.slowest.map((item: { median_ms: number }) => item.median_ms)).toEqual(
    times.sort((a, b) => b - a).slice(0, 10),
  );
  const throttled = connected.map(({ products }) => 2 * (products % 4)).filter((ms) => ms > 0);
  expect(body.most_throttled.map((item: { throttled_ms: number }) => item.throttled_ms)).toEqual(
    throttled.sort((a, b) => b - a).slice(0, 10),
  );
  expect(body.products).toEqual({
    count: sum(connected, ({ products }) => products),
    change_7d: sum(connected, ({ products }) => (products % 7 !== 3 ? 1 : products % 14 === 3 ? 0 : products)),
    change_30d: null,
  });
  expect(body).not.toHaveProperty('tenants');
});

it('an operator’s overview is the sum over all tenants, by tenant, and one tenant’s where it is named', async () => {
  const [ofAcme, ofOther, ofAll, narrowed] = await Promise.all([
    acme.ask('GET /v1/overview'),
    other.ask('GET /v1/overview'),
    world.operator('GET /v1/overview'),
    world.operator(`GET /v1/overview?tenant_id=${other.id}`),
  ]);

  for (const [part, key] of [
    ['stores', 'total'],
    ['late', 'count'],
    ['approvals_waiting', 'count'],
    ['set_aside', 'products'],
    ['webhooks_in_trouble', 'count'],
    ['products', 'count'],
    ['products', 'change_7d'],
  ] as const) {
    expect(ofAll.body[part][key]).toBe(ofAcme.body[part][key] + ofOther.body[part][key]);
    expect(narrowed.body[part][key]).toBe(ofOther.body[part][key]);
  }
  expect(ofAll.body.late.items[0]).toMatchObject({ tenant_name: expect.stringMatching(/^(Acme|Other)$/) });
  expect(ofAll.body.tenants.map((each: { tenant_name: string }) => each.tenant_name)).toEqual(['Acme', 'Other']);
  expect(narrowed.body.tenants).toMatchObject([
    {
      tenant_id: other.id,
      stores: ofOther.body.stores.total - (ofOther.body.stores.by_status.disconnected ?? 0),
      late: ofOther.body.late.count,
      approvals_waiting: ofOther.body.approvals_waiting.count,
      failed_24h: ofOther.body.runs_24h.by_outcome.failed,
    },
  ]);
});

it('I9 a tenant’s overview names no other one’s store', async () => {
  const { text } = await other.ask('GET /v1/overview');
  expect(text).not.toContain(acme.id);
});

it('answers the trends of a store to its tenant and to operators, and of no other one’s', async () => {
  const storeId = await insertStore(world.database, acme.id);
  await insertRun(world.database, { tenantId: acme.id, storeId });
  const path = `GET /v1/stores/${storeId}/trends?days=3` as const;

  const { body } = await acme.ask(path);
  expect(body.items).toHaveLength(3);
  expect((await world.operator(path)).body).toEqual(body);
  expect((await other.ask(path)).status).toBe(404);
  expect((await acme.ask(`GET /v1/stores/${storeId}/trends?days=401`)).status).toBe(400);
});
