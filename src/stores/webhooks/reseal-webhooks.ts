import { and, eq } from 'drizzle-orm';
import type { TenantSql } from '../../database/sql';
import { storeWebhooks } from '../../database/tables/webhooks';
import type { Sealer } from '../sealed-credentials';
import { sealWebhookSecret, webhookSecretsOf } from './webhook-secrets';

/**
 * Seals a store's webhook secrets with the first key. False: there are none that another one sealed.
 *
 * @throws as `unseal` does.
 */
export async function resealWebhooks({ db, tenantId }: TenantSql, sealer: Sealer, storeId: string): Promise<boolean> {
  const isMeant = and(eq(storeWebhooks.tenantId, tenantId), eq(storeWebhooks.storeId, storeId));
  const { sealedSecret, sealedFormerSecret } = storeWebhooks;
  const [row] = await db.select({ sealedSecret, sealedFormerSecret }).from(storeWebhooks).where(isMeant).for('update');
  if (row === undefined) return false;
  const [first] = sealer.keyIds;
  const isByOther = (sealed: Buffer | null) => sealed !== null && sealed.toString('latin1', 0, first.length) !== first;
  if (!isByOther(row.sealedSecret) && !isByOther(row.sealedFormerSecret)) return false;

  const owner = { tenantId, storeId };
  const { current, former } = webhookSecretsOf(sealer, { ...owner, ...row });
  const seal = (secret: string | null) => (secret === null ? null : sealWebhookSecret(sealer, owner, secret));
  await db
    .update(storeWebhooks)
    .set({ sealedSecret: seal(current), sealedFormerSecret: seal(former) })
    .where(isMeant);
  return true;
}
