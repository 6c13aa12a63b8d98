import { createHmac } from 'node:crypto';
import type { Store } from '../../src/stores/store';
import { newWebhookSecret, sealWebhookSecret } from '../../src/stores/webhooks/webhook-secrets';
import type { Posted } from '../load/constant-rate';
import { asAdmin } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import { CATALOGUE_DATABASE } from './catalogue';
import type { Service } from './start-service';

export interface SignedDeliveries {
  path: string;
  /** As WooCommerce tells of a product that was saved, without its date, which the product does not have; no two bodies are the same. */
  saved(productId: string): Posted;
}

/** A real delivery of WooCommerce 10.5 about a simple product has so much besides its id and date. */
const BODY_BYTES = 3_000;

/** Of a WooCommerce store, with a secret as registering makes one. */
export async function signedDeliveries(
  servers: Servers,
  { sealer }: Pick<Service, 'sealer'>,
  { id: storeId, tenantId }: Store,
): Promise<SignedDeliveries> {
  const secret = newWebhookSecret();
  await asAdmin(
    servers,
    CATALOGUE_DATABASE,
    `insert into store_webhooks (tenant_id, store_id, state, sealed_secret, secret_version, secret_since)
     values ($1::uuid, $2::uuid, 'registered', $3::bytea, 1, now())
         on conflict (tenant_id, store_id) do update
        set state = excluded.state, sealed_secret = excluded.sealed_secret, secret_version = 1, look_due_at = null`,
    [tenantId, storeId, sealWebhookSecret(sealer, { tenantId, storeId }, secret)],
  );
  const filler = 'x'.repeat(BODY_BYTES);
  let number = 0;
  return {
    path: `/webhooks/woocommerce/${storeId}`,
    saved(productId) {
      const body = `{"id":${productId},"type":"simple","number":${++number},"description":"${filler}"}`;
      return {
        body,
        headers: {
          'content-type': 'application/json',
          'x-wc-webhook-topic': 'product.updated',
          'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
        },
      };
    },
  };
}
