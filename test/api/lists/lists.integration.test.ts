import { randomUUID } from 'node:crypto';
import type { TenantSql } from '../../../src/database/sql';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { insertRun, insertStore } from '../rows';

let world: ApiWorld;
let acme: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  acme = await world.tenant('Acme');
  other = await world.tenant('Other');
});
afterAll(() => world.close());

const inTenant = <Result>({ id }: TestTenant, work: (sql: TenantSql) => Promise<Result>) =>
  world.database.withTenant(id, work);

const store = ({ id }: TestTenant) => insertStore(world.database, id);

interface Ended {
  status: 'completed' | 'failed' | 'completed_with_errors';
  /** When it ended. */
  minutesAgo: number;
  minutes?: number;
  mode?: string;
  error?: [type: string, message: string];
}

async function ended(tenant: TestTenant, storeId: string, run: Ended): Promise<string> {
  const { status, minutesAgo, minutes = 0, mode = 'full', error = [null, null] } = run;
  const id = await insertRun(world.database, { tenantId: tenant.id, storeId }, { status });
  await inTenant(
    tenant,
    (sql) => sql`
      update sync_runs
         set mode = ${mode}::text, error_type = ${error[0]}::text, error_message = ${error[1]}::text,
             queued_at = now() - make_interval(mins => ${minutesAgo + minutes}::int),
             started_at = now() - make_interval(mins => ${minutesAgo + minutes}::int),
             finished_at = now() - make_interval(mins => ${minutesAgo}::int)
       where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid`,
  );
  return id;
}

const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

it('lists runs that took so long at least, and those that do up to now', async () => {
  const storeId = await store(acme);
  const short = await ended(acme, storeId, { status: 'completed', minutesAgo: 1, minutes: 2 });
  const long = await ended(acme, storeId, { status: 'completed', minutesAgo: 2, minutes: 12 });
  const running = await insertRun(world.database, { tenantId: acme.id, storeId }, { status: 'running', queued: 40 });

  expect(idsOf(await acme.ask('GET /v1/sync-runs?min_duration=10m'))).toEqual([long]);
  expect(idsOf(await acme.ask('GET /v1/sync-runs?min_duration=1m'))).toEqual([short, long]);
  expect(idsOf(await acme.ask('GET /v1/sync-runs?min_duration=30s'))).toEqual([running, short, long]);
  expect((await acme.ask('GET /v1/sync-runs?min_duration=ten')).status).toBe(400);
});

it('counts what the whole filter finds by status, and only since a moment within 30 days', async () => {
  const storeId = await store(acme);
  for (const minutesAgo of [1, 2, 3]) await ended(acme, storeId, { status: 'completed', minutesAgo });
  await ended(acme, storeId, { status: 'failed', minutesAgo: 4 });
  await ended(acme, storeId, { status: 'failed', minutesAgo: 120 });
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();

  const { body } = await acme.ask(`GET /v1/sync-runs?counts=true&limit=1&since=${hourAgo}`);
  expect(body.counts).toEqual({ completed: 3, failed: 1 });
  expect(body.items).toHaveLength(1);
  expect(
    (await world.operator(`GET /v1/sync-runs?counts=true&tenant_id=${acme.id}&since=${hourAgo}`)).body.counts,
  ).toEqual(body.counts);
  expect((await other.ask(`GET /v1/sync-runs?counts=true&since=${hourAgo}`)).body.counts).toEqual({});
  expect((await acme.ask(`GET /v1/sync-runs?since=${hourAgo}`)).body).not.toHaveProperty('counts');
  for (const query of ['counts=true', `counts=true&since=${daysAgo(31)}`]) {
    const refused = await acme.ask(`GET /v1/sync-runs?${query}`);
    expect(refused).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('within the last 30 days') },
    });
  }
});

it('groups failures that nothing made good by error type and cause, whatever addresses and numbers they name', async () => {
  const [one, two, healed, lesser] = [await store(acme), await store(acme), await store(acme), await store(acme)];
  const hung = (shop: string): [string, string] => [
    'store_unreachable',
    `The store at https://${shop}.example did not answer within 30 s.`,
  ];
  await ended(acme, one, { status: 'failed', minutesAgo: 60, error: hung('one') });
  await ended(acme, one, { status: 'failed', minutesAgo: 30, error: hung('one') });
  await ended(acme, two, { status: 'failed', minutesAgo: 20, error: hung('two') });
  await ended(acme, healed, { status: 'failed', minutesAgo: 20, error: hung('healed') });
  await ended(acme, healed, { status: 'completed_with_errors', minutesAgo: 10 });
  await ended(acme, lesser, { status: 'failed', minutesAgo: 20, error: ['store_throttled', 'It asked for time.'] });
  await ended(acme, lesser, { status: 'completed', minutesAgo: 10, mode: 'incremental' });
  await ended(other, await store(other), { status: 'failed', minutesAgo: 5, error: ['internal', 'Else.'] });

  const { body } = await acme.ask('GET /v1/sync-runs/failures');
  expect(body.items).toMatchObject([
    { error_type: 'store_unreachable', message: hung('two')[1], stores: 2, runs: 3 },
    { error_type: 'store_throttled', stores: 1, runs: 1 },
  ]);
  expect(Date.parse(body.items[0].last_at) - Date.parse(body.items[0].first_at)).toBeCloseTo(40 * 60_000, -4);
  expect((await world.operator(`GET /v1/sync-runs/failures?tenant_id=${acme.id}`)).body).toEqual(body);
  expect((await world.operator('GET /v1/sync-runs/failures')).body.items.length).toBeGreaterThanOrEqual(3);
  const since = new Date(Date.now() - 25 * 60_000).toISOString();
  expect((await acme.ask(`GET /v1/sync-runs/failures?since=${since}`)).body.items[0]).toMatchObject({
    stores: 1,
    runs: 1,
  });
  expect((await acme.ask('GET /v1/sync-runs/failures?since=2020-01-01T00:00:00Z')).status).toBe(400);
});

it('counts what a dry run found different by kind and field, those of all variants as one', async () => {
  const storeId = await store(acme);
  const id = await insertRun(world.database, { tenantId: acme.id, storeId });
  const field = (name: string) => ({ field: name, before: null, after: 1 });
  const differences = [
    ['created', []],
    ['changed', [field('title'), field('variants[1].price'), field('variants[2].price')]],
    ['changed', [field('variants[a]b].price')]],
    ['deactivated', []],
  ];
  const path = `GET /v1/sync-runs/${id}/differences/summary` as const;
  expect((await acme.ask(path)).status).toBe(409);
  await inTenant(acme, async (sql) => {
    await sql`update sync_runs set dry_run = true where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid`;
    for (const [kind, fields] of differences) {
      await sql`
        insert into run_differences (tenant_id, run_id, external_id, kind, title, fields)
        values (${sql.tenantId}::uuid, ${id}::uuid, ${randomUUID()}::text, ${kind}::text, '', ${JSON.stringify(fields)}::jsonb)`;
    }
  });

  expect((await acme.ask(path)).body).toEqual({
    by_kind: { created: 1, changed: 2, deactivated: 1 },
    by_field: [
      { field: 'variants[].price', products: 2 },
      { field: 'title', products: 1 },
    ],
  });
  expect((await other.ask(path)).status).toBe(404);
});

it('filters and sorts stores over HTTP, for operators too, and refuses a cursor of another order', async () => {
  for (let each = 0; each < 3; each += 1) await store(acme);
  const first = await acme.ask('GET /v1/stores?sort=name&limit=2&status=active&search=shop');
  const second = await acme.ask(
    `GET /v1/stores?sort=name&limit=2&status=active&search=shop&cursor=${first.body.next_cursor}`,
  );

  expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(3);
  expect(second.body.next_cursor).toBeNull();
  expect((await acme.ask(`GET /v1/stores?sort=status&cursor=${first.body.next_cursor}`)).status).toBe(400);
  const { body } = await world.operator(`GET /v1/stores?sort=product_count&tenant_id=${acme.id}&platform=woocommerce`);
  expect(body.items).toHaveLength(3);
});
