import { createHmac } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { stores } from '../../../src/database/tables/stores';
import { storeWebhooks, webhookEvents } from '../../../src/database/tables/webhooks';
import type { Platform } from '../../../src/model/platform';
import { newWebhookSecret, sealWebhookSecret } from '../../../src/stores/webhooks/webhook-secrets';
import type { ApiWorld } from '../api-world';
import { insertStore } from '../rows';

export interface DeliveringStore {
  tenantId: string;
  storeId: string;
  platform: Platform;
  address: string;
  secret: string;
}

/** A WooCommerce store whose deliveries are signed with a secret of its own. */
export async function wooStore({ database, sealer }: ApiWorld, tenantId: string): Promise<DeliveringStore> {
  const secret = newWebhookSecret();
  const storeId = await insertStore(database, tenantId);
  const sealedSecret = sealWebhookSecret(sealer, { tenantId, storeId }, secret);
  await database.withTenant(tenantId, ({ db }) =>
    db.insert(storeWebhooks).values({ tenantId, storeId, state: 'registered', sealedSecret, secretVersion: 1 }),
  );
  return { tenantId, storeId, platform: 'woocommerce', address: '', secret };
}

/** A Shopify store whose credentials hold the app's secret; nothing was registered for it yet. */
export async function shopifyStore(
  { database, sealer }: ApiWorld,
  tenantId: string,
  address: string,
): Promise<DeliveringStore> {
  const secret = 'secret-of-the-app';
  const storeId = await insertStore(database, tenantId, { platform: 'shopify', address });
  const credentials = { shop_domain: address, client_id: 'id', client_secret: secret };
  const sealedCredentials = sealer.seal({ tenantId, storeId, purpose: 'credentials' }, credentials);
  await database.withTenant(tenantId, ({ db }) =>
    db.update(stores).set({ sealedCredentials }).where(eq(stores.id, storeId)),
  );
  return { tenantId, storeId, platform: 'shopify', address, secret };
}

export interface Sent {
  topic?: string;
  secret?: string;
  headers?: Record<string, string>;
  path?: string;
}

/** Sends bytes as the store's platform does, signed with its secret unless with another one. */
export async function deliver(
  url: string,
  store: DeliveringStore,
  body: string | Buffer,
  { topic, secret = store.secret, headers = {}, path = `/webhooks/${store.platform}/${store.storeId}` }: Sent = {},
): Promise<{ status: number; text: string }> {
  const signature = createHmac('sha256', secret).update(body).digest('base64');
  const own: Record<string, string> =
    store.platform === 'woocommerce'
      ? { 'x-wc-webhook-topic': topic ?? 'product.updated', 'x-wc-webhook-signature': signature }
      : {
          'x-shopify-topic': topic ?? 'products/update',
          'x-shopify-hmac-sha256': signature,
          'x-shopify-shop-domain': store.address,
        };
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...own, ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, text: await response.text() };
}

export function eventsOf({ database }: ApiWorld, { tenantId, storeId }: DeliveringStore) {
  return database.withTenant(tenantId, ({ db }) =>
    db.select().from(webhookEvents).where(eq(webhookEvents.storeId, storeId)).orderBy(webhookEvents.observation),
  );
}

export async function webhooksOf({ database }: ApiWorld, { tenantId, storeId }: DeliveringStore) {
  const [row] = await database.withTenant(tenantId, ({ db }) =>
    db.select().from(storeWebhooks).where(eq(storeWebhooks.storeId, storeId)),
  );
  return row;
}
