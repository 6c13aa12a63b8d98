import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { insertProduct, insertRun, insertStore } from '../rows';

let world: ApiWorld;
let tenant: TestTenant;
let store: string;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  store = await insertStore(world.database, tenant.id);
});
afterAll(() => world.close());

const freshness = async () => (await tenant.ask(`GET /v1/stores/${store}`)).body.freshness;

it('tells of a store that was never read that nothing is known', async () => {
  expect(await freshness()).toEqual({
    watermark: null,
    last: { full: null, incremental: null, inventory: null, prices: null },
    next: { full: null, incremental: null, inventory: null, prices: null },
    last_checked_at: null,
    overlap: '5m',
    widened_overlap: null,
    found_only_by_full: { products: 0, last_at: null },
    sample: null,
    full_wanted: null,
    failed_looks: null,
  });
  expect((await tenant.ask('GET /v1/stores')).body.items[0]).not.toHaveProperty('freshness');
});

it('names the last run of each mode, whatever became of it, and no dry run', async () => {
  const of = { tenantId: tenant.id, storeId: store };
  await insertRun(world.database, of, { queued: 900 });
  const full = await insertRun(world.database, of, { queued: 600, status: 'failed' });
  await insertRun(world.database, of, { queued: 300, mode: 'incremental' });
  const incremental = await insertRun(world.database, of, { queued: 20, mode: 'incremental', status: 'running' });
  const dry = await insertRun(world.database, of, { queued: 10 });
  await world.database.withTenant(tenant.id, async (sql) => {
    await sql`update sync_runs set dry_run = true where tenant_id = ${sql.tenantId}::uuid and id = ${dry}::uuid`;
  });

  expect((await freshness()).last).toEqual({
    full: { run_id: full, status: 'failed', finished_at: expect.any(String) },
    incremental: { run_id: incremental, status: 'running', finished_at: null },
    inventory: null,
    prices: null,
  });
});

it('says in words why a full sync is wanted, what is read twice, and why looks fail', async () => {
  const why = 'more products were switched off at once than the brake lets through';
  await world.database.withTenant(tenant.id, async (sql) => {
    await sql`
      update stores
         set watermark = '2026-11-28T09:00:00Z', full_wanted_at = '2026-11-28T10:00:00Z', full_wanted_why = ${why}::text,
             widened_overlap = 20, found_only_by_full = 7, found_only_by_full_at = '2026-11-27T02:10:00Z',
             last_checked_at = '2026-11-28T10:15:00Z', failed_looks = 3, failed_looks_since = '2026-11-28T10:20:00Z',
             look_after = '2026-11-28T11:00:00Z',
             failed_look = '{"type": "store_unreachable", "message": "no answer within 30 s"}'
       where tenant_id = ${sql.tenantId}::uuid and id = ${store}::uuid`;
  });

  expect(await freshness()).toMatchObject({
    watermark: '2026-11-28T09:00:00.000Z',
    last_checked_at: '2026-11-28T10:15:00.000Z',
    overlap: '25m',
    widened_overlap: '20m',
    found_only_by_full: { products: 7, last_at: '2026-11-27T02:10:00.000Z' },
    full_wanted: {
      since: '2026-11-28T10:00:00.000Z',
      why,
      message: `A full sync is to be made next, whatever its cadence: ${why}`,
    },
    failed_looks: {
      count: 3,
      since: '2026-11-28T10:20:00.000Z',
      error: { type: 'store_unreachable', message: 'no answer within 30 s' },
      next_look_at: '2026-11-28T11:00:00.000Z',
      message:
        'The store was asked for news 3 times in a row and did not answer as it should. The last time: no answer within 30 s. It is asked again at 2026-11-28T11:00:00.000Z.',
    },
  });
  await tenant.ask(`PATCH /v1/stores/${store}`, { json: { status: 'paused' } });
  expect((await freshness()).full_wanted.message).toMatch(/^A full sync is to be made once the store is resumed: /);
});

describe('a pause', () => {
  const patch = (json: object) => tenant.ask(`PATCH /v1/stores/${store}`, { json });
  const set = (columns: string) =>
    world.database.withTenant(tenant.id, async (sql) => {
      await sql`update stores set status = ${columns}::text where tenant_id = ${sql.tenantId}::uuid and id = ${store}::uuid`;
    });
  const status = async () => (await tenant.ask(`GET /v1/stores/${store}`)).body.status;

  it('is told before what the store needs, and ends by resuming alone', async () => {
    expect((await patch({ status: 'paused' })).body.status).toBe('paused');
    await set('needs_attention');
    expect(await status()).toBe('paused');
    expect((await patch({ name: 'Still paused' })).body.status).toBe('paused');
    expect((await patch({ status: 'active' })).body.status).toBe('needs_attention');
    await set('active');
    expect(await status()).toBe('active');
    expect((await tenant.ask('GET /v1/stores')).body.items[0].status).toBe('active');
  });

  it('keeps since when it is, and what was due meanwhile is due at once when it ends', async () => {
    await world.database.withTenant(tenant.id, async (sql) => {
      await sql`
        update stores set next_incremental_at = '2026-01-01', paused_at = '2026-01-01'
         where tenant_id = ${sql.tenantId}::uuid and id = ${store}::uuid`;
    });
    await patch({ status: 'paused' });
    const { rows } = await world.database.withTenant(
      tenant.id,
      (sql) => sql`select paused_at from stores where tenant_id = ${sql.tenantId}::uuid and id = ${store}::uuid`,
    );
    expect(rows).toEqual([{ paused_at: new Date('2026-01-01') }]);

    await patch({ status: 'active' });
    expect((await freshness()).next.incremental).toBe('2026-01-01T00:00:00.000Z');
  });

  it('is in doubt about the store’s products', async () => {
    await insertProduct(world.database, { tenantId: tenant.id, storeId: store }, { externalId: '1' });
    await patch({ status: 'paused' });
    const { body } = await tenant.ask('GET /v1/catalog/products');
    expect(body.items[0].doubts).toMatchObject([
      {
        type: 'store_not_read',
        message: expect.stringMatching(/is paused: schedules skip it until somebody resumes it/),
      },
    ]);
  });

  it('lets a sync by hand be asked for', async () => {
    await patch({ status: 'paused' });
    expect(await tenant.ask('POST /v1/catalog/sync/woocommerce', { json: { store_id: store } })).toMatchObject({
      status: 202,
    });
  });

  it('cannot be asked for of a disconnected store, and only as one of two words', async () => {
    await set('disconnected');
    expect(await patch({ status: 'paused' })).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await patch({ status: 'needs_attention' })).toMatchObject({ status: 400 });
    expect(await patch({ name: 'Old shop' })).toMatchObject({ status: 200, body: { status: 'disconnected' } });
  });
});
