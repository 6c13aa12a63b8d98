import { and, eq } from 'drizzle-orm';
import type { TenantSql } from '../../database/sql';
import { eventEndpoints } from '../../database/tables/events';
import type { Sealer } from '../../stores/sealed-credentials';
import { endpointSecretOf, sealEndpointSecret } from './endpoint-secrets';

/**
 * Seals an endpoint's secrets with the first key. False: there are none that another one sealed.
 *
 * @throws as `unseal` does.
 */
export async function resealEndpoint({ db, tenantId }: TenantSql, sealer: Sealer, id: string): Promise<boolean> {
  const isMeant = and(eq(eventEndpoints.tenantId, tenantId), eq(eventEndpoints.id, id));
  const { sealedSecret, sealedFormerSecret } = eventEndpoints;
  const [row] = await db.select({ sealedSecret, sealedFormerSecret }).from(eventEndpoints).where(isMeant).for('update');
  if (row === undefined) return false;
  const [first] = sealer.keyIds;
  const isByOther = (sealed: Buffer | null) => sealed !== null && sealed.toString('latin1', 0, first.length) !== first;
  if (!isByOther(row.sealedSecret) && !isByOther(row.sealedFormerSecret)) return false;

  const anew = (sealed: Buffer) =>
    sealEndpointSecret(sealer, { tenantId, id }, endpointSecretOf(sealer, { tenantId, id }, sealed));
  await db
    .update(eventEndpoints)
    .set({
      sealedSecret: anew(row.sealedSecret),
      sealedFormerSecret: row.sealedFormerSecret && anew(row.sealedFormerSecret),
    })
    .where(isMeant);
  return true;
}
