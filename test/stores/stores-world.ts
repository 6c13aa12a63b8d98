import { randomBytes } from 'node:crypto';
import { connectDatabase, type Database } from '../../src/database/database';
import { type ConnectedStore, connectStore } from '../../src/stores/connect-store';
import { openStoreAccess } from '../../src/stores/open-store-access';
import { createSealer, type Sealer } from '../../src/stores/sealed-credentials';
import type { Store } from '../../src/stores/store';
import { createTenant } from '../../src/tenants/create-tenant';
import { patient } from '../support/patience';
import { createTestDatabase, queryAs } from '../support/test-database';
import { shopPlatforms } from './shop-platform';

export interface StoresWorld {
  url: string;
  database: Database;
  tenantId: string;
  otherTenantId: string;
  connect(shop: string, token?: string, more?: { tenantId?: string; name?: string }): Promise<ConnectedStore>;
  /** The same, for those that must work. */
  connected(shop: string, token?: string, more?: { tenantId?: string; name?: string }): Promise<Store>;
  open(store: Pick<Store, 'id' | 'tenantId'>, database?: Database): ReturnType<typeof openStoreAccess>;
  /** Back to two active tenants without a store: quicker than a database for every test. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Two tenants without a store. */
export async function storesWorld(): Promise<StoresWorld> {
  const { url, ownerUrl, drop } = await createTestDatabase();
  const database = connectDatabase(url, { patienceMs: patient(5_000) });
  const sealer = createSealer([randomBytes(32)]);
  const tenantId = await tenant(database, 'Acme');

  const connect: StoresWorld['connect'] = (shop, token = 'good token', { name, ...more } = {}) =>
    connectStore(
      { database, sealer, platforms: shopPlatforms, surroundings: { allowPrivateStores: false, storePorts: [443] } },
      {
        tenantId: more.tenantId ?? tenantId,
        platform: 'shopify',
        name,
        credentials: { shop_domain: shop, access_token: token },
      },
    );

  return {
    url,
    database,
    tenantId,
    otherTenantId: await tenant(database, 'Other'),
    connect,
    connected: async (...connecting) => {
      const outcome = await connect(...connecting);
      if (outcome.kind !== 'connected') throw new Error(outcome.detail);
      return outcome.store;
    },
    open: (store, through = database) => openAccess(through, sealer, store),
    clear: () =>
      database.withSystem(async (sql) => {
        await queryAs(ownerUrl, 'truncate stores cascade');
        await sql`update tenants set is_active = true`;
      }),
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

async function tenant(database: Database, name: string): Promise<string> {
  const created = await database.withSystem((sql) => createTenant(sql, { name }));
  if (created.kind !== 'created') throw new Error(`${name}: ${created.kind}`);
  return created.tenant.id;
}

function openAccess(database: Database, sealer: Sealer, { id, tenantId }: Pick<Store, 'id' | 'tenantId'>) {
  return openStoreAccess({ database, sealer, platforms: shopPlatforms }, { tenantId, storeId: id });
}
