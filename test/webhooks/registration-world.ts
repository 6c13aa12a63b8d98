import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { ShopifyShop } from '../../simulators/shopify/shop';
import { startShopifySimulator } from '../../simulators/shopify/start';
import type { WooShop } from '../../simulators/woocommerce/shop';
import type { ShopOptions } from '../../simulators/woocommerce/shop-options';
import { startWooCommerceSimulator } from '../../simulators/woocommerce/start';
import { lookAtRegistration } from '../../src/activities/webhooks/look-at-registration';
import type { LookDependencies } from '../../src/activities/webhooks/registration-turn';
import { connectDatabase, type Database } from '../../src/database/database';
import type { TenantSql } from '../../src/database/sql';
import type { Platform } from '../../src/model/platform';
import { platforms } from '../../src/platforms/platforms';
import { connectStore } from '../../src/stores/connect-store';
import { createSealer } from '../../src/stores/sealed-credentials';
import type { Store } from '../../src/stores/store';
import { listDueRegistrations } from '../../src/stores/webhooks/registration';
import { webhookSecretsOf } from '../../src/stores/webhooks/webhook-secrets';
import { readWebhooks, type WebhooksView } from '../../src/stores/webhooks/webhooks-view';
import { createTenant } from '../../src/tenants/create-tenant';
import { refuseSecretsInLog } from '../support/secrets/planted';
import { createTestDatabase } from '../support/test-database';

/** Nobody listens there: what is pinged gets no answer, which WooCommerce does not mind. */
export const PUBLIC_URL = 'http://127.0.0.1:9';

export const TOPICS = platforms.woocommerce.webhooks?.topics ?? [];

/** Where the store is told to deliver. */
export const urlOf = ({ id }: Store, origin = PUBLIC_URL) => `${origin}/webhooks/woocommerce/${id}`;

export const registered = (shop: WooShop) => [...shop.webhooks.registered.values()];

/** What is kept of the store's secrets, sealed, and when its look is due. */
export async function rowOf({ database }: RegistrationWorld, { id, tenantId }: Store) {
  const { rows } = await database.withTenant(
    tenantId,
    (sql) => sql<{ sealedSecret: Buffer | null; sealedFormerSecret: Buffer | null; due: Date | null }>`
      select sealed_secret as "sealedSecret", sealed_former_secret as "sealedFormerSecret", look_due_at as due
        from store_webhooks where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the store has no row');
  return row;
}

export const secretsOf = async (world: RegistrationWorld, store: Store) =>
  webhookSecretsOf(world.dependencies.sealer, { ...store, storeId: store.id, ...(await rowOf(world, store)) });

export interface RegistrationWorld {
  database: Database;
  url: string;
  dependencies: LookDependencies;
  tenantId: string;
  log: readonly string[];
  connected(options?: Partial<ShopOptions>): Promise<{ shop: WooShop; store: Store }>;
  /** With the credentials of a shop as it is now. */
  connect(shop: WooShop, whenKept?: (sql: TenantSql) => Promise<unknown>): Promise<Store>;
  /** A shop that nobody has connected. */
  shopifyShop(): ShopifyShop;
  connectShopify(shop: ShopifyShop, more?: { client_secret?: string }): Promise<Store>;
  /** Has the look come whose time is not yet, and makes it; null where it was nobody's. */
  look(store: Store, changes?: Partial<LookDependencies>): ReturnType<typeof lookAtRegistration>;
  webhooks(store: Store): Promise<WebhooksView>;
  /** Ids of stores whose look is due. */
  due(): Promise<string[]>;
  close(): Promise<void>;
}

/** Stores on simulated WooCommerce shops, and whoever looks after their webhooks, without a worker. */
export async function registrationWorld(): Promise<RegistrationWorld> {
  const { url, drop } = await createTestDatabase();
  const database = connectDatabase(url);
  const [simulator, shopify] = await Promise.all([startWooCommerceSimulator(), startShopifySimulator()]);
  const log: string[] = [];
  const surroundings = { allowPrivateStores: true, storePorts: [443], shopifyOriginTemplate: shopify.originTemplate };
  const dependencies: LookDependencies = {
    database,
    sealer: createSealer([randomBytes(32)]),
    platforms,
    surroundings,
    publicUrl: PUBLIC_URL,
    logger: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
  };
  const created = await database.withSystem((sql) => createTenant(sql, { name: 'Acme' }));
  if (created.kind !== 'created') throw new Error(created.kind);
  const tenantId = created.tenant.id;
  const signal = new AbortController().signal;

  const connect: RegistrationWorld['connect'] = ({ url: store_url, consumerKey, consumerSecret }, whenKept) => {
    const credentials = { store_url, consumer_key: consumerKey, consumer_secret: consumerSecret };
    return connectTo('woocommerce', credentials, whenKept);
  };
  const connectTo = async (
    platform: Platform,
    credentials: unknown,
    whenKept?: (sql: TenantSql) => Promise<unknown>,
  ): Promise<Store> => {
    const outcome = await connectStore(dependencies, { tenantId, platform, credentials }, whenKept);
    if (outcome.kind !== 'connected') throw new Error(outcome.detail);
    return outcome.store;
  };
  return {
    database,
    url,
    dependencies,
    tenantId,
    log,
    connect,
    async connected(options) {
      const shop = simulator.addShop({ products: 2, ...options, name: `shop-${randomBytes(4).toString('hex')}` });
      return { shop, store: await connect(shop) };
    },
    shopifyShop: () =>
      shopify.addShop({
        domain: `shop-${randomBytes(4).toString('hex')}.myshopify.com`,
        products: 2,
        webhooks: { plainHttp: true },
      }),
    connectShopify: ({ domain, accessToken }, more) =>
      connectTo('shopify', { shop_domain: domain, access_token: accessToken, ...more }),
    async look({ id: storeId }, changes) {
      await database.withTenant(
        tenantId,
        (sql) => sql`
          update store_webhooks set look_due_at = now() - interval '1 second'
           where tenant_id = ${tenantId}::uuid and store_id = ${storeId}::uuid and look_due_at is not null`,
      );
      return lookAtRegistration({ ...dependencies, ...changes }, { tenantId, storeId }, signal);
    },
    webhooks: (store) => database.withTenant(tenantId, (sql) => readWebhooks(sql, store, PUBLIC_URL)),
    async due() {
      const rows = await database.withSystem((sql) => listDueRegistrations(sql, { alsoNew: true, limit: 100 }));
      return rows.map(({ storeId }) => storeId);
    },
    async close() {
      await Promise.all([database.close(), simulator.close(), shopify.close()]);
      await drop();
      refuseSecretsInLog(log);
    },
  };
}
