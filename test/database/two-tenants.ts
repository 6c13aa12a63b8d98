import { connectDatabase, type Database } from '../../src/database/database';
import { createTenant } from '../../src/tenants/create-tenant';
import { createTestDatabase } from '../support/test-database';

export interface TenantWithStore {
  tenantId: string;
  storeId: string;
  key: string;
}

export interface TwoTenants {
  url: string;
  ownerUrl: string;
  /** A pool of one connection: what one transaction leaves behind, the next one meets. */
  database: Database;
  acme: TenantWithStore;
  other: TenantWithStore;
  close(): Promise<void>;
}

/** Two tenants with a store and a product each, under the same ids in their stores. */
export async function twoTenants(): Promise<TwoTenants> {
  const { url, ownerUrl, drop } = await createTestDatabase();
  const database = connectDatabase(url, { connections: 1 });
  return {
    url,
    ownerUrl,
    database,
    acme: await tenantWithStore(database, 'Acme'),
    other: await tenantWithStore(database, 'Other'),
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

async function tenantWithStore(database: Database, name: string): Promise<TenantWithStore> {
  const created = await database.withSystem((sql) => createTenant(sql, { name }));
  if (created.kind !== 'created') throw new Error(`${name} was not created`);
  const tenantId = created.tenant.id;

  const storeId = await database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ id: string }>`
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
      values (${tenantId}::uuid, 'woocommerce', 'Shop', 'https://shop.example', 'https://shop.example', 'EUR', 1)
      returning id`;
    return rows[0]?.id ?? '';
  });
  await addProducts(database, { tenantId, storeId }, 1);
  return { tenantId, storeId, key: created.apiKey.key };
}

export async function addProducts(
  database: Database,
  { tenantId, storeId }: Pick<TenantWithStore, 'tenantId' | 'storeId'>,
  count: number,
): Promise<void> {
  await database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into products (tenant_id, store_id, external_id, details_hash, prices_hash, stock_hash, form, observation,
                            title, description, images, currency, sku, available, is_active, status, category_ids, tags,
                            metadata, variant_count)
      select ${tenantId}::uuid, ${storeId}::uuid, number::text, gen_random_uuid(), gen_random_uuid(),
             gen_random_uuid(), 1, 1, 'Product ' || number, '', '[]', 'EUR', 'SKU-' || number, true, true, 'publish',
             '{}', '{}', '{}', 1
        from generate_series(1, ${count}::int) number
          on conflict do nothing`;
    await sql`
      insert into product_variants (tenant_id, product_id, external_id, title, sku, available, attributes, position,
                                    is_active, metadata)
      select tenant_id, id, external_id, title, sku, true, '{}', 0, true, '{}'
        from products
       where tenant_id = ${tenantId}::uuid
          on conflict do nothing`;
  });
}
