import { randomBytes } from 'node:crypto';
import { connectDatabase } from '../../src/database/database';
import { migrate } from '../../src/database/migrate';
import { databaseRoles } from '../../src/database/roles/database-roles';
import { FUNCTION_GRANTS, SEQUENCE_GRANTS } from '../../src/database/roles/grants';
import { asSuperuser, queryAs } from '../support/test-database';
import { type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;
let ownerUrl: string;

beforeAll(async () => {
  world = await twoTenants();
  ownerUrl = world.ownerUrl;
});
afterAll(() => world.close());

/** SQLSTATE of what is forbidden, and not merely wrong. */
const MAY_NOT = '42501';

/** What the programs' password opens must not be more than the programs need. */
const REFUSED = [
  'alter table products disable row level security',
  'alter table products no force row level security',
  'alter table products add column mine text',
  'alter table products disable trigger all',
  'alter policy products_tenant on products using (true)',
  'create policy mine on products using (true)',
  'drop policy products_tenant on products',
  'drop table audit_logs',
  'drop function sealed_credentials_of(uuid, uuid)',
  'drop schema public cascade',
  'truncate audit_logs',
  'create table mine (id int)',
  'create temporary table mine (id int)',
  'create view mine as select * from products',
  'create schema mine',
  'create index on products (title)',
  'create sequence mine',
  `create function mine() returns int language sql as 'select 1'`,
  `create or replace function sealed_credentials_of(uuid, uuid) returns bytea language sql as 'select null::bytea'`,
  'create trigger mine before insert on products execute function suppress_redundant_updates_trigger()',
  'create database mine',
  'create role mine',
  'set role catalog_sync',
  'set role postgres',
  'set session authorization postgres',
  'set session_replication_role = replica',
  'alter role current_user bypassrls',
  'alter role catalog_sync password null',
  `alter system set log_statement = 'all'`,
  `copy (select 1) to program 'true'`,
  `copy audit_logs from program 'true'`,
  `copy (select 1) to '/mine'`,
  `select pg_read_file('postgresql.conf')`,
  `select lo_import('/etc/passwd')`,
  'select * from drizzle.__drizzle_migrations',
  'select rolpassword from pg_authid',
  'select sealed_credentials from stores',
  'select * from stores',
  'select stores from stores',
  'select to_jsonb(stores) from stores',
  'update stores set name = name returning sealed_credentials',
  'copy stores (sealed_credentials) to stdout',
];

it.each(REFUSED)('I9 refuses the programs’ role: %s', async (statement) => {
  await expect(queryAs(world.url, statement)).rejects.toMatchObject({ code: MAY_NOT });
});

it('I9 shows no row when the programs’ role asks for row-level security off', async () => {
  await expect(queryAs(world.url, 'set row_security = off; select 1 from products')).rejects.toThrow(
    'query would be affected by row-level security policy',
  );
});

it('lets the log of actions be written and read, and neither changed nor taken away', async () => {
  const { database, acme } = world;
  await database.withTenant(acme.tenantId, async (sql) => {
    await sql`insert into audit_logs (tenant_id, action, actor_kind, metadata)
              values (${acme.tenantId}::uuid, 'store_updated', 'operator', '{}')`;
    expect((await sql`select from audit_logs where tenant_id = ${acme.tenantId}::uuid`).rowCount).toBeGreaterThan(0);
  });

  for (const statement of [`update audit_logs set action = 'nothing'`, 'delete from audit_logs']) {
    await expect(queryAs(world.url, statement)).rejects.toThrow('permission denied for table audit_logs');
  }
});

describe('sealed credentials', () => {
  const sealed = Buffer.concat([Buffer.from('0a1b2c3d'), randomBytes(40)]);
  beforeAll(async () => {
    await queryAs(asSuperuser(world.url), 'update stores set sealed_credentials = $1::bytea', [sealed]);
  });

  it.each(['one role', 'two roles'])(
    'I8 are opened for a store in its own tenant’s scope alone, with %s',
    async (mode) => {
      const database = mode === 'one role' ? connectDatabase(ownerUrl) : world.database;
      const { acme, other } = world;
      const opened = ({ tenantId, storeId }: { tenantId: string; storeId: string }) =>
        database.withTenant(
          acme.tenantId,
          (sql) => sql`select sealed_credentials_of(${tenantId}::uuid, ${storeId}::uuid) as sealed`,
        );
      try {
        expect((await opened(acme)).rows).toEqual([{ sealed }]);
        expect((await opened(other)).rows).toEqual([{ sealed: null }]);
        const { rows } = await database.withSystem(
          (sql) => sql`select sealed_credentials_of(tenant_id, id) as sealed from stores`,
        );
        expect(rows).toEqual([{ sealed: null }, { sealed: null }]);
      } finally {
        if (mode === 'one role') await database.close();
      }
    },
  );
});

it('lets the system count by which key credentials are sealed, and see none of them', async () => {
  await queryAs(asSuperuser(world.url), `update stores set sealed_credentials = '0a1b2c3d and more'::bytea`);

  const { rows } = await world.database.readSystem((sql) => sql`select sealing_key, count(*) from stores group by 1`);

  expect(rows).toEqual([{ sealing_key: '0a1b2c3d', count: 2 }]);
});

describe('migrate with two roles', () => {
  it('grants each sequence and function of the schema, none of which is everybody’s', async () => {
    const { rows } = await queryAs(
      ownerUrl,
      `select relname as granted from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace
        union all
       select oid::regprocedure::text from pg_proc
        where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype`, // those need no grant
    );
    expect(rows.map(({ granted }) => granted).sort()).toEqual([...SEQUENCE_GRANTS, ...FUNCTION_GRANTS].sort());

    await queryAs(world.url, 'grant select on products to public'); // which is a warning to a role that may not
    const open = await queryAs(
      ownerUrl,
      `select proname from pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) acl
        where pronamespace = 'public'::regnamespace and grantee = 0
        union all
       select relname from pg_class, aclexplode(relacl) acl
        where relnamespace = 'public'::regnamespace and grantee = 0`,
    );
    expect(open.rows).toEqual([]);
  });

  it('has every function that runs as its owner look names up where nobody else can put them', async () => {
    const { rows } = await queryAs(
      ownerUrl,
      `select proname, proconfig from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { proconfig } of rows) expect(proconfig).toContain('search_path=pg_catalog, pg_temp');
  });

  it('puts right what was granted by hand or forgotten, and covers a column that is new', async () => {
    const { username } = new URL(world.url);
    await queryAs(
      ownerUrl,
      `grant delete on audit_logs to ${username}; revoke select on products from ${username};
       alter table stores add column new_column int`,
    );

    await expect(migrate(world.url, ownerUrl)).resolves.toEqual({ applied: 0, roles: 'two' });

    await expect(queryAs(world.url, 'delete from audit_logs')).rejects.toThrow('permission denied');
    await expect(queryAs(world.url, 'select from products')).resolves.toMatchObject({ rowCount: 0 });
    await expect(queryAs(world.url, 'select new_column from stores')).resolves.toMatchObject({ rowCount: 0 });
    await expect(queryAs(world.url, 'select sealed_credentials from stores')).rejects.toThrow('permission denied');
  });

  it('refuses to migrate as the programs’ role', async () => {
    await expect(migrate(world.url)).rejects.toThrow('permission denied');
  });

  it('refuses the owner as the programs’ role', async () => {
    await expect(migrate(ownerUrl, ownerUrl)).rejects.toThrow(
      /DATABASE_URL is, or may act as, the role of MIGRATION_DATABASE_URL, .*owns tables[\s\S]*create role catalog_sync_programs login/,
    );
  });

  it('refuses another database than that of the owner', async () => {
    const elsewhere = new URL(ownerUrl);
    elsewhere.pathname = 'postgres';
    await expect(migrate(world.url, elsewhere.href)).rejects.toThrow('name one in both');
  });

  it.each([
    ['is a superuser', 'create role %I login superuser'],
    ['has BYPASSRLS', 'create role %I login bypassrls'],
    ['has CREATEROLE', 'create role %I login createrole'],
    ['has CREATEDB', 'create role %I login createdb'],
    ['has REPLICATION', 'create role %I login replication'],
    ['may act as, the role of MIGRATION_DATABASE_URL', 'create role %I login in role catalog_sync'],
    ['is a member of a role that passes by', 'create role %I login in role pg_execute_server_program'],
    ['is a member of a role that passes by', 'create role %I login in role pg_read_all_data'],
    ['may create in the schema public', 'create role %I login; grant create on schema public to %I'],
    ['may create schemas', 'create role %I login; grant create on database %D to %I'],
    ['may create temporary tables', 'create role %I login; grant temporary on database %D to %I'],
  ])('refuses a role for the programs that %s', async (fault, making) => {
    const name = new URL(world.url).pathname.slice(1);
    const role = `${name}_mighty`;
    const url = new URL(world.url);
    url.username = role;
    url.password = 'mighty';
    const made = making.replaceAll('%I', role).replaceAll('%D', name);
    await queryAs(asSuperuser(world.url), `${made}; alter role ${role} password 'mighty'`);
    try {
      await expect(migrate(url.href, ownerUrl)).rejects.toThrow(fault);
    } finally {
      await queryAs(asSuperuser(world.url), `drop owned by ${role}; drop role ${role}`);
    }
  });
});

it('says of a connection whether its role owns the schema', async () => {
  expect(await world.database.readSystem(databaseRoles)).toBe('two');
  const owner = connectDatabase(ownerUrl);
  try {
    expect(await owner.readSystem(databaseRoles)).toBe('one');
  } finally {
    await owner.close();
  }
});
