import { randomUUID } from 'node:crypto';
import { nextTimes } from '../../../src/stores/freshness/next-times';
import { Freshness } from '../../../src/stores/freshness/settings';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { insertStore } from '../rows';

let world: ApiWorld;
let tenant: TestTenant;
let store: string;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  store = await insertStore(world.database, tenant.id);
  await able(true);
});
afterAll(() => world.close());

const read = async () => (await tenant.ask(`GET /v1/stores/${store}`)).body;
const patch = (json: object) => tenant.ask(`PATCH /v1/stores/${store}`, { json });
const want = (freshness: object) => patch({ settings: { freshness } });

/** Of listing one group of fields alone. */
const able = (isAble: boolean) =>
  world.database.withTenant(
    tenant.id,
    (sql) => sql`
      update stores set abilities = ${JSON.stringify({ variations_endpoint: isAble })}::jsonb
       where tenant_id = ${tenant.id}::uuid`,
  );

const NOTHING_SET = {
  incremental: { every: '15m', paused: false },
  inventory: null,
  prices: null,
  time_zone: 'UTC',
  quiet_hours: null,
  overlap: '5m',
};

it('answers how fresh a store is wanted with its defaults, in lists and in every answer of a store', async () => {
  expect((await read()).settings.freshness).toEqual(NOTHING_SET);
  expect((await tenant.ask('GET /v1/stores')).body.items[0].settings.freshness).toEqual(NOTHING_SET);
  expect((await patch({ name: 'Renamed' })).body.settings.freshness).toEqual(NOTHING_SET);
  expect((await world.operator(`GET /v1/stores/${store}`)).body).toMatchObject({
    settings: { freshness: NOTHING_SET },
    freshness: { last: { full: null } },
  });
});

it('keeps what a change leaves out, inside a cadence too, and turns off with null', async () => {
  await want({
    full: { cron: '0 3 * * *', paused: true },
    quiet_hours: { from: '08:00', to: '20:00', modes: ['full'] },
  });
  await want({ full: { paused: false }, time_zone: 'Europe/Berlin', prices: { every: '1h' } });
  const { status, body } = await want({ quiet_hours: { to: '21:00' }, incremental: null });

  expect(status).toBe(200);
  expect(body.settings.freshness).toEqual({
    full: { cron: '0 3 * * *', paused: false },
    incremental: null,
    inventory: null,
    prices: { every: '1h', paused: false },
    time_zone: 'Europe/Berlin',
    quiet_hours: { from: '08:00', to: '21:00', modes: ['full'] },
    overlap: '5m',
  });
  expect((await want({ full: 'unset', quiet_hours: null })).body.settings.freshness).not.toHaveProperty('full');
  const [entry] = (await tenant.ask('GET /v1/audit-logs')).body.items;
  expect(entry).toMatchObject({
    action: 'store_updated',
    metadata: { store_id: store, settings: { freshness: { full: 'unset', quiet_hours: null } } },
  });
});

it('survives an API that rebuilds the other settings, and changes them along', async () => {
  await want({ full: { every: '12h' } });
  const { body } = await patch({ settings: { deactivation_brake: { count: 5 } } });

  expect(body.settings).toMatchObject({
    deactivation_brake: { count: 5, percent: 20 },
    freshness: { full: { every: '12h', paused: false } },
  });
});

it('places the modes anew whose times change, and leaves the others where they are', async () => {
  const before = (await read()).freshness.next;
  expect(before).toEqual({ full: null, incremental: null, inventory: null, prices: null });

  const wanted = { full: { cron: '0 3 * * *' }, inventory: { every: '1h' }, time_zone: 'Asia/Kolkata' };
  await want(wanted);
  const placed = (await read()).freshness.next;
  const expected = nextTimes(Freshness.parse((await read()).settings.freshness), store, new Date());
  expect(placed).toEqual({
    full: expected.full?.toISOString(),
    incremental: expected.incremental?.toISOString(),
    inventory: expected.inventory?.toISOString(),
    prices: null,
  });

  // One that was missed stays due while something else is changed.
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`update stores set next_full_at = '2026-01-01' where tenant_id = ${tenant.id}::uuid`,
  );
  await want({ overlap: '10m', prices: { every: '2h' }, inventory: null });
  expect((await read()).freshness).toMatchObject({
    overlap: '10m',
    next: { full: '2026-01-01T00:00:00.000Z', inventory: null, prices: expect.any(String) },
  });
  await want({ full: { paused: true } });
  expect((await read()).freshness.next.full).toBeNull();
});

it('refuses what cannot be followed, and names each fault where it stands', async () => {
  const refused = await want({
    full: { cron: '* * * * *' },
    incremental: { every: '1m' },
    time_zone: 'Mars/Base',
    daily: true,
  });
  expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  const paths = refused.body.errors.map(({ path }: { path: string }) => path);
  for (const path of ['full.cron', 'incremental.every', 'time_zone', 'daily']) {
    expect(paths).toContain(`settings.freshness.${path}`);
  }

  const unfit = await want({ inventory: { paused: true }, quiet_hours: { from: '08:00' } });
  expect(unfit.status).toBe(400);
  expect(unfit.body.errors).toEqual([
    { path: 'settings.freshness.inventory', message: 'is off: name every or cron' },
    { path: 'settings.freshness.quiet_hours.to', message: 'is missing' },
    { path: 'settings.freshness.quiet_hours.modes', message: 'is missing' },
  ]);
  expect((await read()).settings.freshness).toEqual(NOTHING_SET);
});

it('I9 changes no store of another tenant', async () => {
  const other = await world.tenant('Other');
  const json = { settings: { freshness: { incremental: null } }, status: 'paused' };

  expect(await other.ask(`PATCH /v1/stores/${store}`, { json })).toMatchObject({ status: 404 });
  expect(await tenant.ask(`PATCH /v1/stores/${randomUUID()}`, { json })).toMatchObject({ status: 404 });
  expect(await read()).toMatchObject({ status: 'active', settings: { freshness: NOTHING_SET } });
});

it('refuses a lean cadence for a store that cannot list these fields alone, as a sync is refused, and lets one be turned off', async () => {
  await want({ prices: { every: '2h' } });
  await able(false);

  const refused = await want({ inventory: { every: '1h' } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'store_not_supported' } });
  const sync = await tenant.ask('POST /v1/catalog/sync/woocommerce', { json: { store_id: store, mode: 'inventory' } });
  expect(sync).toMatchObject({ status: 422, body: { code: 'store_not_supported', detail: refused.body.detail } });
  expect((await want({ prices: { every: '1h' } })).status).toBe(422);
  expect((await read()).settings.freshness).toMatchObject({ inventory: null, prices: { every: '2h' } });

  expect((await want({ prices: { paused: true } })).status).toBe(200);
  expect((await want({ prices: null, overlap: '10m' })).body.settings.freshness).toMatchObject({ prices: null });
});
