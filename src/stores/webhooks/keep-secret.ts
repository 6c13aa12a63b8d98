import type { TenantSql } from '../../database/sql';
import type { Sealer } from '../sealed-credentials';
import { newWebhookSecret, sealWebhookSecret } from './webhook-secrets';

/**
 * A new secret takes the place of the current one, which is taken as the former from then on, and deliveries are counted
 * anew by the secret that signed: who sees none by the former any more knows that it may go.
 */
export async function rotateSecret(
  sql: TenantSql,
  sealer: Sealer,
  storeId: string,
): Promise<{ secret: string; version: number; since: Date } | null> {
  const secret = newWebhookSecret();
  const sealed = sealWebhookSecret(sealer, { tenantId: sql.tenantId, storeId }, secret);
  const { rows } = await sql<{ version: number; since: Date }>`
    update store_webhooks
       set sealed_former_secret = sealed_secret, sealed_secret = ${sealed}::bytea,
           secret_version = secret_version + 1, secret_since = now(), deliveries = 0, deliveries_by_former = 0,
           updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
    returning secret_version as version, secret_since as since`;
  return rows[0] === undefined ? null : { secret, ...rows[0] };
}

/**
 * A credential that signed a store's deliveries was exchanged for another one: the shop signs with the former for a while,
 * and with whichever of them is not revoked.
 */
export async function keepFormerSecret(
  sql: TenantSql,
  sealer: Sealer,
  { storeId, secret }: { storeId: string; secret: string },
): Promise<void> {
  const sealed = sealWebhookSecret(sealer, { tenantId: sql.tenantId, storeId }, secret);
  await sql`
    update store_webhooks
       set sealed_former_secret = ${sealed}::bytea, secret_version = secret_version + 1, secret_since = now(),
           deliveries = 0, deliveries_by_former = 0, updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid`;
}
