import type { TenantSql } from '../../../src/database/sql';
import { keepStoresTold } from '../../../src/maintenance/keep-stores-told';
import type { RunMode, RunStatus } from '../../../src/model/run';
import type { RunError } from '../../../src/model/run-errors';
import { closeRunRow } from '../../../src/runs/close-run-row';
import { noteAnswered } from '../../../src/stores/due/note-look';
import { countAllLateStores, countLateStores } from '../../../src/stores/freshness/late';
import { listStores } from '../../../src/stores/list-stores';
import { patchStore } from '../../../src/stores/patch-store';
import { getStore } from '../../../src/stores/read-stores';
import type { Store } from '../../../src/stores/store';
import { storeView } from '../../../src/stores/store-view';
import { insertRun } from '../../api/rows';
import { type StoresWorld, storesWorld } from '../stores-world';

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
const patch = (changes: Parameters<typeof patchStore>[2]) => inTenant((sql) => patchStore(sql, store.id, changes));

/** As if nobody had seen it for so long. */
const unseenFor = async (interval: string) => {
  await inTenant(
    (sql) => sql`
      update stores set late_from = late_from - ${interval}::interval, late_at = late_at - ${interval}::interval,
             last_checked_at = last_checked_at - ${interval}::interval, last_success_at = last_success_at - ${interval}::interval
       where tenant_id = ${sql.tenantId}::uuid`,
  );
};

async function isLate(): Promise<boolean> {
  const page = { limit: 10, after: null };
  const [late, others, one, count] = await inTenant(async (sql) => [
    await listStores(sql, { ...page, late: true }),
    await listStores(sql, { ...page, late: false }),
    await getStore(sql, store.id),
    await countLateStores(sql),
  ]);
  const ofAll = await world.database.withSystem(countAllLateStores);
  if (one === null) throw new Error('no store');
  expect(late.items).toHaveLength(count);
  expect(others.items).toHaveLength(1 - count);
  expect(storeView(one).late).toBe(count === 1);
  expect(ofAll).toBe(count);
  return count === 1;
}

it('a store is late when two intervals went by since it was connected, and until it answers', async () => {
  expect(await isLate()).toBe(false);
  await unseenFor('29 minutes');
  expect(await isLate()).toBe(false);
  await unseenFor('2 minutes');
  expect(await isLate()).toBe(true);

  await inTenant((sql) => noteAnswered(sql, store.id));
  expect(await isLate()).toBe(false);
});

const REJECTED: RunError = { type: 'approval_expired', message: 'Nobody decided.' };

it.each<[RunMode, Exclude<RunStatus, 'queued'>, RunError | null, boolean]>([
  ['full', 'completed', null, true],
  ['incremental', 'completed_with_errors', null, true],
  ['full', 'completed_with_errors', REJECTED, false],
  ['full', 'failed', { type: 'store_unreachable', message: 'It hung.' }, false],
  ['inventory', 'completed', null, false],
  ['refresh', 'completed', null, false],
])('after a run of mode %s that ended %s (%j) a late store is in time: %s', async (mode, status, error, isInTime) => {
  await unseenFor('1 hour');
  const { tenantId, id: storeId } = store;
  const id = await insertRun(world.database, { tenantId, storeId }, { mode, status: 'running' });
  const run = { id, tenantId, storeId, platform: 'shopify', mode, fenced: true } as const;
  await inTenant((sql) =>
    closeRunRow(sql, run, { status: status as 'completed', error, problems: [], executionId: id }),
  );

  expect(await isLate()).toBe(!isInTime);
  const { rows } = await inTenant(
    (sql) => sql`select from stores where last_success_at is not null and tenant_id = ${sql.tenantId}::uuid`,
  );
  expect(rows).toHaveLength(isInTime ? 1 : 0);
});

it('a paused store is not late, and its time begins anew when it is resumed', async () => {
  await patch({ status: 'paused' });
  await unseenFor('1 day');
  expect(await isLate()).toBe(false);

  const resumed = await patch({ status: 'active' });
  expect(resumed).toMatchObject({ kind: 'patched' });
  expect(await isLate()).toBe(false);
});

it('a cadence that was paused counts from when it goes on', async () => {
  await patch({ settings: { freshness: { full: null, incremental: { paused: true } } } });
  await unseenFor('3 days');
  expect(await isLate()).toBe(false);

  await patch({ settings: { freshness: { incremental: { paused: false } } } });
  expect(await isLate()).toBe(false);
  await unseenFor('31 minutes');
  expect(await isLate()).toBe(true);
});

it('a late store that is connected again has two intervals to be seen', async () => {
  await unseenFor('1 hour');
  await world.connected('a.myshopify.com', 'good again');
  expect(await isLate()).toBe(false);
});

it('an inactive tenant has no late store among those of all', async () => {
  await unseenFor('1 hour');
  const allLate = () => world.database.withSystem(countAllLateStores);
  expect(await allLate()).toBe(1);

  await world.database.withSystem(
    (sql) => sql`update tenants set is_active = false where id = ${world.tenantId}::uuid`,
  );
  expect(await allLate()).toBe(0);
});

it('maintenance places a store that an older program connected', async () => {
  await unseenFor('1 hour');
  await inTenant((sql) => sql`update stores set late_at = null where tenant_id = ${sql.tenantId}::uuid`);
  expect(await isLate()).toBe(false);

  expect(await keepStoresTold(world.database, () => undefined)).toMatchObject({ latePlaced: 1 });
  expect(await isLate()).toBe(true);
});
