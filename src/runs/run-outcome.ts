import type { TenantSql } from '../database/sql';
import type { ListingEnd } from '../model/listing';
import type { LastStatus } from '../model/run';
import { distinctProducts } from './manifest';

/**
 * The honest last status of a run whose listing was read to its end (I2): `completed` only if it was whole and all of
 * it merged, nothing is in doubt and no operator kept a product that the store no longer has. After an empty listing
 * also every product that was asked for has to be gone.
 */
export async function outcomeOf(sql: TenantSql, runId: string, listing: ListingEnd): Promise<LastStatus> {
  const { rejected } = await distinctProducts(sql, runId);
  const { rows } = await sql<{ in_doubt: number; alive: number }>`
    select count(*) filter (where state in ('suspect', 'confirmed', 'unclear', 'kept'))::int as in_doubt,
           count(*) filter (where state in ('alive', 'observed_later'))::int as alive
      from missing_products
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid`;
  const found = rows[0] as { in_doubt: number; alive: number };
  const clean = listing.whole && rejected === 0 && found.in_doubt === 0 && !(listing.empty && found.alive > 0);
  return clean ? 'completed' : 'completed_with_errors';
}
