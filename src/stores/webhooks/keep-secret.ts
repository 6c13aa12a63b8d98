import type { TenantSql } from '../../database/sql';
import type { Sealer } from '../sealed-credentials';
import { newWebhookSecret, sealWebhookSecret } from './webhook-secrets';

/**
 * A new secret takes the place of the current one, which is taken as the former from then on, and deliveries are counted
 * anew by the secret that signed: who sees none by the former any more knows that it may go. A current one that no webhook
 * has got yet makes no way for itself: the former is the one in use. `onlyFirst`: null where there is a current one.
 */
export async function rotateSecret(
  sql: TenantSql,
  sealer: Sealer,
  storeId: string,
  { onlyFirst = false }: { onlyFirst?: boolean } = {},
): Promise<{ secret: string; version: number; since: Date } | null> {
  const secret = newWebhookSecret();
  const sealed = sealWebhookSecret(sealer, { tenantId: sql.tenantId, storeId }, secret);
  const { rows } = await sql<{ version: number; since: Date }>`
    update store_webhooks
       set sealed_former_secret = case
             when sealed_former_secret is not null and deliveries = 0
                  and (state = 'by_hand' or looked_at is null or looked_at < secret_since)
             then sealed_former_secret else sealed_secret end,
           sealed_secret = ${sealed}::bytea,
           secret_version = secret_version + 1, secret_since = now(), deliveries = 0, deliveries_by_former = 0,
           updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
       and (sealed_secret is null or not ${onlyFirst}::boolean)
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
    insert into store_webhooks as w (tenant_id, store_id, state, sealed_former_secret, secret_version, secret_since)
    values (${sql.tenantId}::uuid, ${storeId}::uuid, 'off', ${sealed}::bytea, 1, now())
        on conflict (tenant_id, store_id) do update
       set sealed_former_secret = excluded.sealed_former_secret, secret_version = w.secret_version + 1,
           secret_since = excluded.secret_since, deliveries = 0, deliveries_by_former = 0, updated_at = now()`;
}

/** What the former secret signs is taken no more. False: there was none. */
export async function dropFormerSecret(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rowCount } = await sql`
    update store_webhooks
       set sealed_former_secret = null, secret_version = secret_version + 1, deliveries_by_former = 0, updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and sealed_former_secret is not null`;
  return rowCount === 1;
}
