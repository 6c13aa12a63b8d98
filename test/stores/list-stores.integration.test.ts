import { randomUUID } from 'node:crypto';
import { isRefusedValue } from '../../src/database/postgres-error';
import type { TenantSql } from '../../src/database/sql';
import { listStores, STORE_SORTS, type StoreFilter } from '../../src/stores/list-stores';
import type { Store } from '../../src/stores/store';
import { type TwoTenants, twoTenants } from '../database/two-tenants';

let world: TwoTenants;
const STORES = 60;

beforeAll(async () => {
  world = await twoTenants();
  for (const { tenantId } of [world.acme, world.other]) {
    await world.database.withTenant(
      tenantId,
      (sql) => sql`
        insert into stores (tenant_id, platform, name, address, identity, currency, product_count, status, paused_at, last_success_at,
                            late_at, created_at)
        select ${tenantId}::uuid, (array['woocommerce', 'shopify'])[1 + n % 2], (array['b', 'A', 'ä', '50%'])[1 + n % 4] || n % 3,
               'address-' || n, 'shop', 'EUR', n % 5, (array['active', 'needs_attention', 'disconnected'])[1 + n % 3],
               case when n % 4 = 0 then now() end, case when n % 3 > 0 then now() - (n % 7) * interval '1.000001 seconds' end,
               now() + (n - 30) * interval '1 minute', now() - n % 9 * interval '1 hour'
          from generate_series(1, ${STORES}::int) n`,
    );
  }
});
afterAll(() => world.close());

const ofAcme = <Result>(work: (sql: TenantSql) => Promise<Result>) =>
  world.database.withTenant(world.acme.tenantId, work);

/** All pages; between two of them something happens. */
async function paged(filter: Partial<StoreFilter>, between: () => Promise<unknown> = async () => undefined) {
  const found: Store[] = [];
  for (let after: readonly string[] | null = null; ; ) {
    const page: Awaited<ReturnType<typeof listStores>> = await ofAcme((sql) =>
      listStores(sql, { limit: 7, ...filter, after }),
    );
    found.push(...page.items);
    if (page.next === null) return found;
    after = page.next;
    await between();
  }
}

const KEYS: Record<(typeof STORE_SORTS)[number] | 'newest', (store: Store) => string | number> = {
  newest: (store: Store) => -store.createdAt.getTime(),
  name: (store: Store) => store.name.toLowerCase(),
  status: (store: Store) => store.status,
  last_success: (store: Store) => store.lastSuccessAt?.getTime() ?? 0,
  product_count: (store: Store) => -store.productCount,
};

it.each(['newest', ...STORE_SORTS] as const)(
  'pages through all stores once in the order of %s while stores come and others change',
  async (order) => {
    const made: string[] = [];
    const stores = await paged({ sort: order === 'newest' ? undefined : order }, () =>
      ofAcme(async (sql) => {
        const { rows } = await sql<{ id: string }>`
          insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
          values (${sql.tenantId}::uuid, 'shopify', 'between', ${randomUUID()}::text, 'shop', 'EUR', 3) returning id`;
        made.push(...rows.map(({ id }) => id));
        await sql`update stores set updated_at = now(), set_aside_count = set_aside_count + 1 where tenant_id = ${sql.tenantId}::uuid`;
      }),
    );
    const ids = stores.map(({ id }) => id);
    const old = ids.filter((id) => !made.includes(id));
    await ofAcme((sql) => sql`delete from stores where id = any(${made}::uuid[])`).catch(() => undefined);

    expect(new Set(ids).size).toBe(ids.length);
    expect(old.length).toBeGreaterThanOrEqual(STORES + 1);
    expect(stores.every(({ tenantId }) => tenantId === world.acme.tenantId)).toBe(true);
    const keys = stores.filter(({ name }) => !name.startsWith('ä')).map(KEYS[order]);
    const sorted = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    if (order !== 'name') expect(keys).toEqual(sorted);
  },
);

it.each(['newest', ...STORE_SORTS] as const)(
  'goes on in the order of %s behind a store that is gone meanwhile',
  async (order) => {
    const sort = order === 'newest' ? undefined : order;
    const all = await paged({ sort });
    const { next } = await ofAcme((sql) => listStores(sql, { limit: 7, sort, after: null }));
    const [, key = ''] = next ?? [];
    const after = [all[6]?.id.replace(/.$/, (digit) => (digit === 'f' ? 'e' : 'f')) ?? '', key];
    const rest = await ofAcme((sql) => listStores(sql, { limit: 1000, sort, after }));

    expect(all.length - rest.items.length).toBeGreaterThanOrEqual(6);
    expect(all.length - rest.items.length).toBeLessThanOrEqual(8);
  },
);

it('refuses a place that is an id alone, instead of ending the list there', async () => {
  const place = { limit: 7, after: [randomUUID()] };
  const refused: unknown = await ofAcme((sql) => listStores(sql, place)).catch((error: unknown) => error);

  expect(isRefusedValue(refused)).toBe(true);
});

it('filters by status as it is told, platform, late and text, and the counts add up', async () => {
  const all = await paged({});
  const active = await paged({ statuses: ['active'] });
  const paused = await paged({ statuses: ['paused', 'needs_attention'] });
  const late = await paged({ late: true });
  const inTime = await paged({ late: false });

  expect(active.map(({ id }) => id).sort()).toEqual(
    all
      .filter(({ status }) => status === 'active')
      .map(({ id }) => id)
      .sort(),
  );
  expect(new Set(paused.map(({ status }) => status))).toEqual(new Set(['paused', 'needs_attention']));
  expect(late.length + inTime.length).toBe(all.length);
  expect(late.every(({ status, lateAt }) => status === 'active' && (lateAt ?? new Date()) < new Date())).toBe(true);
  expect((await paged({ platform: 'shopify' })).every(({ platform }) => platform === 'shopify')).toBe(true);
});

it.each([
  ['50%', (store: Store) => store.name.includes('50%')],
  ['ÄDDRESS', () => false],
  ['ADDRESS-4', (store: Store) => store.address.includes('address-4')],
])('finds the stores whose name or address has %s', async (search, isMeant) => {
  const all = await paged({});
  const found = await paged({ search });

  expect(found.map(({ id }) => id).sort()).toEqual(
    all
      .filter(isMeant)
      .map(({ id }) => id)
      .sort(),
  );
});

it('finds a store by its whole id', async () => {
  expect((await paged({ search: world.acme.storeId.toUpperCase() })).map(({ id }) => id)).toEqual([world.acme.storeId]);
  expect(await paged({ search: world.other.storeId })).toEqual([]);
});
