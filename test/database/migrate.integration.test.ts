import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { migrate } from '../../src/database/migrate';
import { asSuperuser, createTestDatabase, queryAs, type TestDatabase } from '../support/test-database';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

it('applies nothing the second time', async () => {
  await expect(migrate(database.ownerUrl)).resolves.toEqual({ applied: 0, roles: 'one' });
});

it('applies each migration once when two processes migrate an empty database at once', async () => {
  await empty(database.ownerUrl);

  const results = await Promise.all([migrate(database.ownerUrl), migrate(database.ownerUrl)]);

  const applied = results.map((result) => result.applied).sort();
  expect(applied[0]).toBe(0);
  expect(applied[1]).toBeGreaterThan(1);
});

it('I9 refuses a superuser and says how to make a right role', async () => {
  await expect(migrate(asSuperuser(database.url))).rejects.toThrow(
    /role postgres is a superuser[\s\S]*create role catalog_sync login nosuperuser nobypassrls[\s\S]*create database/,
  );
});

it('I9 refuses a role that bypasses row-level security', async () => {
  const role = new URL(database.ownerUrl).pathname.slice(1);
  const url = new URL(database.ownerUrl);
  url.username = role;
  url.password = 'bypass';
  await queryAs(asSuperuser(database.url), `create role ${role} login bypassrls password 'bypass'`);
  try {
    await expect(migrate(url.href)).rejects.toThrow(`role ${role} has BYPASSRLS`);
  } finally {
    await queryAs(asSuperuser(database.url), `drop role ${role}`);
  }
});

it('counts what stores have set aside already, under the force of every policy afterwards', async () => {
  await empty(database.ownerUrl);
  await migrateBefore(database.ownerUrl, '0011_seen_by_operators');
  await queryAs(
    asSuperuser(database.url),
    `with tenant as (insert into tenants (name, slug) values ('Acme', 'acme') returning id),
          store as (
            insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
            select id, 'shopify', 'Shop', address, 'shop', 'EUR', 300 from tenant, unnest('{two,none}'::text[]) address
            returning tenant_id, id, address)
     insert into rejected_products (tenant_id, store_id, external_id, run_id, reason, path, message, payload, observation,
                                    closed_at)
     select tenant_id, id, number::text, gen_random_uuid(), 'store_error', '', '', '', 1, case when number > 2 then now() end
       from store, generate_series(1, 5) number where address = 'two'`,
  );

  await migrate(database.ownerUrl);

  const { rows } = await queryAs(asSuperuser(database.url), 'select address, set_aside_count from stores order by 1');
  expect(rows).toEqual([
    { address: 'none', set_aside_count: 0 },
    { address: 'two', set_aside_count: 2 },
  ]);
  expect((await queryAs(database.ownerUrl, 'select from stores')).rowCount).toBe(0);
  expect((await queryAs(database.ownerUrl, 'select from rejected_products')).rowCount).toBe(0);
});

it('writes the search texts of products that are stored already, under the force of every policy afterwards', async () => {
  await empty(database.ownerUrl);
  await migrateBefore(database.ownerUrl, '0004_search_texts');
  await queryAs(
    asSuperuser(database.url),
    `with tenant as (insert into tenants (name, slug) values ('Acme', 'acme') returning id),
          store as (
            insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
            select id, 'shopify', 'Shop', 'shop', 'shop', 'EUR', 300 from tenant
            returning tenant_id, id),
          product as (
            insert into products (tenant_id, store_id, external_id, details_hash, prices_hash, stock_hash, form,
                                  observation, title, description, images, currency, available, is_active, status,
                                  category_ids, tags, metadata, variant_count)
            select tenant_id, id, number::text, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 1,
                   'HAT ' || number, '', '[]', 'EUR', true, true, 'ACTIVE', '{}', '{}', '{}', 1
              from store, generate_series(1, 300) number
            returning tenant_id, id, external_id)
     insert into product_variants (tenant_id, product_id, external_id, title, sku, available, attributes, position,
                                   is_active, metadata)
     select tenant_id, id, external_id, 'One', 'SKU-' || external_id || '!', true, '{}', 0, true, '{}' from product`,
  );

  await migrate(database.ownerUrl);

  const { rows } = await queryAs(
    asSuperuser(database.url),
    `select cardinality(product_ids) as products, texts ~ 'hat 1\\n+sku-1!' as has_the_first,
            pg_column_compression(texts) as compression
       from search_texts
      order by products desc`,
  );
  expect(rows).toMatchObject([
    { products: 250, compression: null },
    { products: 50, compression: null },
  ]);
  expect(rows.filter((row) => row.has_the_first)).toHaveLength(1);
  expect((await queryAs(database.ownerUrl, 'select from products')).rowCount).toBe(0);
});

it('gives products that were switched off on the store’s word the status that it told, and leaves later ones', async () => {
  await empty(database.ownerUrl);
  await migrateBefore(database.ownerUrl, '0008_status_of_the_gone');
  await queryAs(
    asSuperuser(database.url),
    `with tenant as (insert into tenants (name, slug) values ('Acme', 'acme') returning id),
          store as (
            insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
            select id, 'shopify', 'Shop', 'shop', 'shop', 'EUR', 5 from tenant
            returning tenant_id, id)
     insert into products (tenant_id, store_id, external_id, details_hash, prices_hash, stock_hash, form, observation,
                           title, description, images, currency, available, is_active, status, deactivation,
                           category_ids, tags, metadata, variant_count)
     select tenant_id, id, known.external_id, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 1,
            'Hat', '', '[]', 'EUR', true, known.external_id = 'active', known.status, known.deactivation, '{}', '{}', '{}', 1
       from store, (values
         ('active', 'ACTIVE', null),
         ('binned', 'publish', '{"evidence": {"kind": "trashed", "source": "confirmation"}}'::jsonb),
         ('destroyed', 'ACTIVE', '{"evidence": {"kind": "not_found", "source": "confirmation"}}'),
         ('archived', 'ACTIVE', '{"evidence": {"kind": "unpublished", "source": "confirmation", "status": "ARCHIVED"}}'),
         ('draft since', 'draft', '{"evidence": {"kind": "trashed", "source": "confirmation"}}')
       ) known(external_id, status, deactivation)`,
  );

  await migrate(database.ownerUrl);

  const { rows } = await queryAs(asSuperuser(database.url), 'select external_id, status from products order by 1');
  expect(rows).toEqual([
    { external_id: 'active', status: 'ACTIVE' },
    { external_id: 'archived', status: 'ARCHIVED' },
    { external_id: 'binned', status: 'trash' },
    { external_id: 'destroyed', status: 'not_found' },
    { external_id: 'draft since', status: 'draft' },
  ]);
  expect((await queryAs(database.ownerUrl, 'select from products')).rowCount).toBe(0);
});

it('notes what retention took of the changes before, and gives deactivations the evidence that is there', async () => {
  await empty(database.ownerUrl);
  await migrateBefore(database.ownerUrl, '0009_kept_changes');
  await queryAs(
    asSuperuser(database.url),
    `with tenant as (
            insert into tenants (name, slug)
            select name, lower(name) from unnest('{Fresh,Whole,Old,Idle}'::text[]) name returning id, name),
          counter as (
            insert into change_counters (tenant_id, last_seq)
            select id, case name when 'Fresh' then 0 else 9 end from tenant),
          store as (
            insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
            select id, 'shopify', 'Shop', 'shop', 'shop', 'EUR', 5 from tenant where name = 'Old'
            returning tenant_id, id),
          product as (
            insert into products (tenant_id, store_id, external_id, details_hash, prices_hash, stock_hash, form, observation,
                                  title, description, images, currency, available, is_active, status, deactivation,
                                  category_ids, tags, metadata, variant_count)
            select tenant_id, id, '1', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 1, 'Hat', '', '[]', 'EUR',
                   true, false, 'trash', jsonb_build_object('run_id', id, 'evidence', '{"kind": "trashed"}'::jsonb),
                   '{}', '{}', '{}', 1
              from store
            returning tenant_id, id, store_id)
     insert into product_changes (tenant_id, seq, at, store_id, product_id, kind, run_id)
     select tenant.id, seq, '2026-01-01T00:00:00Z', tenant.id, coalesce(product.id, tenant.id),
            case seq when 8 then 'deactivated' else 'updated' end, coalesce(store_id, tenant.id)
       from tenant
       left join product on product.tenant_id = tenant.id
      cross join generate_series(case name when 'Whole' then 1 else 7 end, 9) seq
      where name in ('Whole', 'Old')`,
  );

  await migrate(database.ownerUrl);

  const counters = await queryAs(
    asSuperuser(database.url),
    `select name, expired_seq, expired_at is null as took_none
       from change_counters join tenants on id = tenant_id order by name`,
  );
  expect(counters.rows).toEqual([
    { name: 'Fresh', expired_seq: '0', took_none: true },
    { name: 'Idle', expired_seq: '9', took_none: false },
    { name: 'Old', expired_seq: '6', took_none: false },
    { name: 'Whole', expired_seq: '0', took_none: true },
  ]);
  const { rows } = await queryAs(
    asSuperuser(database.url),
    `select name, seq, evidence from product_changes join tenants on id = tenant_id
      where evidence is not null`,
  );
  expect(rows).toEqual([{ name: 'Old', seq: '8', evidence: { kind: 'trashed' } }]);
  expect((await queryAs(database.ownerUrl, 'select from product_changes')).rowCount).toBe(0);
});

/** Brings an empty database to the schema that came before a migration. */
async function migrateBefore(url: string, tag: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  const client = new Client({ connectionString: url });
  try {
    cpSync(join(__dirname, '../../drizzle'), folder, { recursive: true });
    const path = join(folder, 'meta/_journal.json');
    const journal = JSON.parse(readFileSync(path, 'utf8'));
    const first = journal.entries.findIndex((entry: { tag: string }) => entry.tag === tag);
    writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, first) }));
    await client.connect();
    await runMigrations(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end();
    rmSync(folder, { recursive: true });
  }
}

async function empty(url: string): Promise<void> {
  await queryAs(url, 'drop schema drizzle cascade; drop owned by current_user cascade');
}
