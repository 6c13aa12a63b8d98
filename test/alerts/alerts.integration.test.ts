import { alertChanges, writeAlertChanges } from '../../src/alerts/alert-changes';
import type { TenantSql } from '../../src/database/sql';
import { insertRun, insertStore, type RunRow } from '../api/rows';
import { type TwoTenants, twoTenants } from '../database/two-tenants';

let world: TwoTenants;
let store: { tenantId: string; storeId: string };
beforeAll(async () => {
  world = await twoTenants();
});
beforeEach(async () => {
  await look();
  const { tenantId } = world.acme;
  store = { tenantId, storeId: await insertStore(world.database, tenantId) };
});
afterEach(() => write((sql) => sql`update stores set status = 'disconnected' where id = ${store.storeId}::uuid`));
afterAll(() => world.close());

const write = (work: (sql: TenantSql) => Promise<unknown>) => world.database.withTenant(store.tenantId, work);
const run = (row: RunRow) => insertRun(world.database, store, row);

/** What one look does. */
async function look(): Promise<void> {
  const changes = await world.database.withSystem(alertChanges);
  for (const tenantId of new Set(changes.map((change) => change.tenantId))) {
    const ofTenant = changes.filter((change) => change.tenantId === tenantId);
    await world.database.withTenant(tenantId, (sql) => writeAlertChanges(sql, ofTenant));
  }
}

/** The store's alerts after a look, oldest first. */
async function told(): Promise<object[]> {
  await look();
  const { rows } = await world.database.withTenant(
    store.tenantId,
    (sql) => sql<{ kind: string }>`
      select kind, facts, solved_why from alerts where store_id = ${store.storeId}::uuid order by opened_at, kind`,
  );
  return rows;
}

const set = (column: 'status' | 'paused_at' | 'failed_looks' | 'set_aside_count' | 'product_count', value: unknown) =>
  write(async (sql) => {
    const { storeId } = store;
    if (column === 'status') await sql`update stores set status = ${value}::text where id = ${storeId}::uuid`;
    if (column === 'paused_at')
      await sql`update stores set paused_at = ${value}::timestamptz where id = ${storeId}::uuid`;
    if (column === 'failed_looks') {
      await sql`update stores set failed_looks = ${value}::int, failed_look = '{"type": "store_unreachable", "message": "No answer."}'
                 where id = ${storeId}::uuid`;
    }
    if (column === 'set_aside_count')
      await sql`update stores set set_aside_count = ${value}::int where id = ${storeId}::uuid`;
    if (column === 'product_count')
      await sql`update stores set product_count = ${value}::int where id = ${storeId}::uuid`;
  });

const FAILED: RunRow = { status: 'failed', errorType: 'store_unreachable', errorMessage: 'No answer.' };

it('tells a failed full run once, with what the last one says, until one succeeds', async () => {
  await run({ queued: 500 });
  expect(await told()).toEqual([]);

  const first = await run({ ...FAILED, queued: 400 });
  expect(await told()).toEqual([
    {
      kind: 'run_failed',
      solved_why: null,
      facts: { message: 'No answer.', error_type: 'store_unreachable', run_id: first },
    },
  ]);
  const second = await run({ ...FAILED, queued: 300 });
  expect(await told()).toEqual([expect.objectContaining({ facts: expect.objectContaining({ run_id: second }) })]);

  await run({ status: 'completed', mode: 'incremental', queued: 200 });
  await run({ status: 'cancelled', queued: 150 });
  expect(await told()).toEqual([expect.objectContaining({ solved_why: null })]);

  await run({ queued: 100 });
  expect(await told()).toEqual([expect.objectContaining({ solved_why: 'right_again' })]);
});

it('tells nothing of failed runs that are incremental, dry or replaced by a later one', async () => {
  await run({ ...FAILED, mode: 'incremental' });
  await run({ status: 'failed', errorType: 'superseded' });
  expect(await told()).toEqual([]);
});

it('tells two failed looks in a row, and not one', async () => {
  await set('failed_looks', 1);
  expect(await told()).toEqual([]);
  await set('failed_looks', 2);
  expect(await told()).toEqual([
    {
      kind: 'run_failed',
      solved_why: null,
      facts: { message: 'No answer.', error_type: 'store_unreachable', looks: 2 },
    },
  ]);
  await set('failed_looks', 0);
  expect(await told()).toEqual([expect.objectContaining({ solved_why: 'right_again' })]);
});

it('tells a store that needs attention once, not its failed run besides', async () => {
  await run({ status: 'failed', errorType: 'store_credentials_rejected', errorMessage: '401' });
  await set('status', 'needs_attention');
  expect(await told()).toEqual([expect.objectContaining({ kind: 'store_needs_attention', solved_why: null })]);
});

it('does not call a failure solved that became one for which the store needs attention', async () => {
  await run({ ...FAILED, queued: 200 });
  await look();
  await run({ status: 'failed', errorType: 'store_credentials_rejected', queued: 100 });
  await set('status', 'needs_attention');
  expect(await told()).toEqual([
    expect.objectContaining({ kind: 'run_failed', solved_why: null }),
    expect.objectContaining({ kind: 'store_needs_attention', solved_why: null }),
  ]);
});

it('tells an approval that waits, and solves it when somebody decided', async () => {
  const id = await run({ status: 'awaiting_approval' });
  expect(await told()).toEqual([{ kind: 'approval_waiting', solved_why: null, facts: { run_id: id } }]);
  await write((sql) => sql`update sync_runs set status = 'completed', finished_at = now() where id = ${id}::uuid`);
  expect(await told()).toEqual([expect.objectContaining({ solved_why: 'right_again' })]);
});

const changed = (created: number, deactivated: number, seen = 100) => ({ products: { seen, created, deactivated } });

it.each([
  ['21 of 100 created', changed(21, 0), ['unusual_change']],
  ['21 of 100 switched off', changed(0, 21), ['unusual_change']],
  ['20 created', changed(20, 0, 30), []],
  ['20 percent created', changed(40, 0, 200), []],
])('calls %s of one run unusual or not', async (_, counts, kinds) => {
  await run({ queued: 200 });
  await run({ counts, queued: 100 });
  expect(await told()).toEqual(kinds.map((kind) => expect.objectContaining({ kind })));
});

it('calls no first sync unusual, and no change of more than a day ago', async () => {
  const id = await run({ counts: changed(100, 0), queued: 100 });
  expect(await told()).toEqual([]);
  await run({ queued: 200 });
  expect(await told()).toEqual([expect.objectContaining({ solved_why: null })]);
  await write((sql) => sql`update sync_runs set finished_at = now() - interval '25 hours' where id = ${id}::uuid`);
  expect(await told()).toEqual([expect.objectContaining({ solved_why: 'right_again' })]);
});

it.each([
  ['11 of 1000', 11, 1_000, ['set_aside_grew']],
  ['10 of 100', 10, 100, []],
  ['20 of 2000', 20, 2_000, []],
])('calls %s set aside many or not', async (_, count, products, kinds) => {
  await set('product_count', products);
  await set('set_aside_count', count);
  expect(await told()).toEqual(kinds.map((kind) => expect.objectContaining({ kind })));
});

it('tells a store that is late, unless its looks fail, which is told already', async () => {
  const late = () =>
    write((sql) => sql`update stores set late_at = now() - interval '1 minute' where id = ${store.storeId}::uuid`);
  await set('failed_looks', 1);
  await late();
  expect(await told()).toEqual([]);
  await set('failed_looks', 0);
  expect(await told()).toEqual([{ kind: 'store_late', solved_why: null, facts: { last_at: null } }]);
  await write((sql) => sql`update stores set late_at = now() + interval '1 hour' where id = ${store.storeId}::uuid`);
  expect(await told()).toEqual([expect.objectContaining({ solved_why: 'right_again' })]);
});

it('tells webhooks that the store refuses', async () => {
  await write(
    (sql) => sql`insert into store_webhooks (tenant_id, store_id, state, reason, looked_at)
                 values (${sql.tenantId}::uuid, ${store.storeId}::uuid, 'refused', 'no permission', now())`,
  );
  expect(await told()).toEqual([
    { kind: 'webhooks_in_trouble', solved_why: null, facts: { message: 'no permission' } },
  ]);
});

it('ends what is open of a store that is paused or disconnected, and says so', async () => {
  await run(FAILED);
  await look();
  await set('paused_at', new Date());
  expect(await told()).toEqual([expect.objectContaining({ solved_why: 'paused' })]);
  await set('paused_at', null);
  await look();
  await set('status', 'disconnected');
  expect(await told()).toEqual([
    expect.objectContaining({ solved_why: 'paused' }),
    expect.objectContaining({ solved_why: 'disconnected' }),
  ]);
});

it('leaves the alerts of a tenant that is switched off as they are', async () => {
  await run(FAILED);
  await look();
  const switched = (isActive: boolean) =>
    world.database.withSystem(
      (sql) => sql`update tenants set is_active = ${isActive}::boolean where id = ${store.tenantId}::uuid`,
    );
  await switched(false);
  await run({});
  expect(await told()).toEqual([expect.objectContaining({ solved_why: null })]);
  await switched(true);
});

it('opens one alert however often and from how many sides it is written', async () => {
  await run(FAILED);
  const changes = await world.database.withSystem(alertChanges);
  expect(changes).toHaveLength(1);
  await write((sql) => writeAlertChanges(sql, changes));
  await write((sql) => writeAlertChanges(sql, changes));
  expect(await told()).toHaveLength(1);
  expect(await world.database.withSystem(alertChanges)).toEqual([]);
});
