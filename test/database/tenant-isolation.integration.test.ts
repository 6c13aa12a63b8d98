import { Client } from 'pg';
import { asSuperuser } from '../support/test-database';
import { type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;

beforeAll(async () => {
  world = await twoTenants();
});
afterAll(() => world.close());

it('I9 shows a tenant its own rows only, even with a where for another tenant', async () => {
  const { database, acme, other } = world;

  await database.withTenant(acme.tenantId, async (sql) => {
    expect((await sql`select tenant_id from products`).rows).toEqual([{ tenant_id: acme.tenantId }]);
    expect((await sql`select id from products where tenant_id = ${other.tenantId}::uuid`).rowCount).toBe(0);
    expect((await sql`select id from stores where id = ${other.storeId}::uuid`).rowCount).toBe(0);
    expect((await sql`select id from tenants`).rows).toEqual([{ id: acme.tenantId }]);
  });
});

it('I9 lets a tenant change its own rows only', async () => {
  const { database, acme, other } = world;

  await database.withTenant(acme.tenantId, async (sql) => {
    const foreign = await sql`update products set title = 'mine' where tenant_id = ${other.tenantId}::uuid`;
    expect(foreign.rowCount).toBe(0);
  });
  const insert = database.withTenant(
    acme.tenantId,
    (sql) => sql`insert into collections values (${other.tenantId}::uuid, ${other.storeId}::uuid, '1', 'mine', 1)`,
  );
  await expect(insert).rejects.toThrow('violates row-level security policy');
});

it('I9 shows SQL without a tenant nothing at all', async () => {
  const client = new Client({ connectionString: world.url });
  await client.connect();
  try {
    for (const table of await tenantTables(client)) {
      expect({ table, rows: (await client.query(`select from ${table}`)).rowCount }).toEqual({ table, rows: 0 });
    }
  } finally {
    await client.end();
  }
});

it('I9 leaves no tenant on a pooled connection, neither after a commit nor after an error', async () => {
  const { database, acme } = world;
  const seen = () => database.withSystem((sql) => sql`select * from products`).then((result) => result.rowCount);

  await database.withTenant(acme.tenantId, (sql) => sql`select 1`);
  expect(await seen()).toBe(0);

  await expect(database.withTenant(acme.tenantId, (sql) => sql`select 1 / 0`)).rejects.toThrow('division by zero');
  expect(await seen()).toBe(0);

  const thrown = database.withTenant(acme.tenantId, async () => {
    throw new Error('in the middle');
  });
  await expect(thrown).rejects.toThrow('in the middle');
  expect(await seen()).toBe(0);
});

it('I9 carries no tenant from a read to the next user of its connection, and no write', async () => {
  const { database, acme, other } = world;
  const seen: (number | null)[] = [];
  for (const { tenantId } of [acme, other, acme]) {
    const { rowCount } = await database.readTenant(
      tenantId,
      (sql) => sql`select from products where tenant_id = ${acme.tenantId}::uuid`,
    );
    seen.push(rowCount);
  }
  const written = database.readTenant(acme.tenantId, (sql) => sql`update products set title = 'Changed'`);

  await expect(written).rejects.toThrow('cannot execute UPDATE in a read-only transaction');
  expect(seen).toEqual([1, 0, 1]);
});

it('keeps the result of a read whose connection breaks before its commit, and takes another connection then', async () => {
  const { database, acme } = world;
  const read = database.readTenant(acme.tenantId, async (sql) => {
    const { rows } = await sql<{ pid: number; title: string }>`select pg_backend_pid() as pid, title from products`;
    await asTableOwner(async (client) => {
      await client.query('select pg_terminate_backend($1::int)', [rows[0]?.pid]);
    });
    return rows.map(({ title }) => title);
  });

  expect(await read).toHaveLength(1);
  expect((await database.readTenant(acme.tenantId, (sql) => sql`select from products`)).rowCount).toBe(1);
});

it("I9 gives a tenant's transaction nothing of the system's scope", async () => {
  const { database, acme } = world;
  await database.withSystem((sql) => sql`select 1`);

  const tenants = await database.withTenant(acme.tenantId, (sql) => sql`select id from tenants`);

  expect(tenants.rowCount).toBe(1);
});

it('I9 gives the system no product', async () => {
  await world.database.withSystem(async (sql) => {
    expect((await sql`select id from tenants`).rowCount).toBe(2);
    expect((await sql`select id from stores`).rowCount).toBe(2);
    expect((await sql`select id from products`).rowCount).toBe(0);
    expect((await sql`select id from product_variants`).rowCount).toBe(0);
  });
});

it('I9 lets an operator’s read over all tenants write nothing', async () => {
  const { database, acme } = world;
  const renamed = database.readSystem((sql) => sql`update tenants set name = 'Mine' where id = ${acme.tenantId}::uuid`);

  await expect(renamed).rejects.toThrow('cannot execute UPDATE in a read-only transaction');
  expect((await database.readSystem((sql) => sql`select from products`)).rowCount).toBe(0);
});

it("I9 lets no foreign key reach another tenant's row", async () => {
  const { database, acme, other } = world;

  const attach = database.withTenant(
    acme.tenantId,
    (sql) => sql`insert into collections values (${acme.tenantId}::uuid, ${other.storeId}::uuid, '1', 'theirs', 1)`,
  );

  await expect(attach).rejects.toThrow('violates foreign key constraint "collections_store"');
});

it('I9 has the tenant in every foreign key between tables that belong to tenants', async () => {
  await asTableOwner(async (client) => {
    const { rows } = await client.query(`
      select conname
        from pg_constraint
       where contype = 'f'
         and confrelid <> 'tenants'::regclass
         and not exists (select from pg_attribute
                          where attrelid = conrelid and attnum = any (conkey) and attname = 'tenant_id')`);
    expect(rows).toEqual([]);
  });
});

it('I9 refuses a tenant id that is no UUID before it gets near SQL', () => {
  expect(() => world.database.withTenant("'; drop table products; --", (sql) => sql`select 1`)).toThrow(
    "a transaction needs a tenant's UUID",
  );
});

it('I9 forces row-level security with a policy on every table, whoever owns it', async () => {
  await asTableOwner(async (client) => {
    const { rows } = await client.query(`
      select relname as table, relrowsecurity and relforcerowsecurity as forced,
             exists (select from pg_policies where tablename = relname) as has_policy,
             exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'tenant_id') as has_tenant
        from pg_class
       where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`);

    expect(rows.filter((row) => row.has_tenant).length).toBeGreaterThanOrEqual(15);
    expect(rows.filter((row) => !row.forced || !row.has_policy)).toEqual([]);
  });
});

it('keeps staged pages out of the write-ahead log and uncompressed', async () => {
  await asTableOwner(async (client) => {
    const { rows } = await client.query(`
      select relpersistence, array_agg(attname::text order by attname) filter (where attstorage = 'e') as external
        from pg_class
        join pg_attribute on attrelid = pg_class.oid
       where relname = 'staged_pages'
       group by relpersistence`);

    expect(rows).toEqual([{ relpersistence: 'u', external: ['categories', 'docs', 'rejected'] }]);
  });
});

it('sees both tenants as a role that bypasses the policies, so that the tests above can fail', async () => {
  const client = new Client({ connectionString: asSuperuser(world.url) });
  await client.connect();
  try {
    expect((await client.query('select id from products')).rowCount).toBe(2);
  } finally {
    await client.end();
  }
});

async function asTableOwner(read: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: world.url });
  await client.connect();
  try {
    await read(client);
  } finally {
    await client.end();
  }
}

async function tenantTables(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  return rows.map((row) => row.relname);
}

it('ends a transaction that its process forgot, and so frees the store’s lock', async () => {
  const { database, acme } = world;
  const shown = await database.withTenant(acme.tenantId, (sql) => sql`show idle_in_transaction_session_timeout`);
  expect(shown.rows).toEqual([{ idle_in_transaction_session_timeout: '2min' }]);
});
