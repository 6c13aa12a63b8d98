import type { TenantSql } from '../../../src/database/sql';
import { isRunnable } from '../../../src/stores/due/is-runnable';
import { noteAnswered, noteFailedLook, noteTold } from '../../../src/stores/due/note-look';
import type { Store } from '../../../src/stores/store';
import { type StoresWorld, storesWorld } from '../stores-world';

let world: StoresWorld;

beforeAll(async () => {
  world = await storesWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const inTenant = <Result>(work: (sql: TenantSql) => Promise<Result>) => world.database.withTenant(world.tenantId, work);

type Cause = Parameters<typeof noteTold>[2];

const fails = (store: Pick<Store, 'id' | 'credentialsVersion'>, type: Cause = 'store_unreachable') =>
  inTenant((sql) => noteFailedLook(sql, store, { error: { type, message: 'no answer' }, waitMs: 300_000 }));

async function rowOf({ id }: Store) {
  const { rows } = await inTenant(
    (sql) => sql<{ failed_looks: number; is_left_alone: boolean }>`
      select failed_looks, coalesce(look_after > now(), false) as is_left_alone from stores where id = ${id}::uuid`,
  );
  return rows[0];
}

it('leaves a store alone from its failed look on, and a cause is told once a run tells it', async () => {
  const store = await world.connected('a.myshopify.com');
  expect(await fails(store)).toBe('untold');
  expect(await rowOf(store)).toEqual({ failed_looks: 1, is_left_alone: true });
  expect(await fails(store)).toBe('untold');

  await inTenant((sql) => noteTold(sql, store.id, 'store_unreachable'));
  expect(await fails(store)).toBe('told');
  expect(await fails(store, 'store_forbidden')).toBe('untold');
  await inTenant((sql) => noteTold(sql, store.id, 'store_unreachable'));
  expect(await fails(store, 'store_forbidden')).toBe('untold');

  await inTenant((sql) => noteAnswered(sql, store.id));
  expect(await fails(store)).toBe('untold');
});

it('notes nothing of a look with credentials that were replaced meanwhile', async () => {
  const store = await world.connected('a.myshopify.com');
  await world.connected('a.myshopify.com', 'good again');

  expect(await fails(store)).toBe('reconnected');
  expect(await rowOf(store)).toEqual({ failed_looks: 0, is_left_alone: false });
});

it.each([
  ['paused', { paused_at: new Date(), status: 'active' }],
  ['disconnected', { paused_at: null, status: 'disconnected' }],
])('no run begins by itself of a store that was %s since its turn', async (_, { paused_at, status }) => {
  const { id } = await world.connected('a.myshopify.com');
  expect(await inTenant((sql) => isRunnable(sql, id))).toBe(true);
  await inTenant(
    (sql) => sql`
      update stores set paused_at = ${paused_at}::timestamptz, status = ${status}::text where id = ${id}::uuid`,
  );
  expect(await inTenant((sql) => isRunnable(sql, id))).toBe(false);
});
