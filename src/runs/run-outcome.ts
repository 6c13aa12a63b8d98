import type { TenantSql } from '../database/sql';
import type { LastStatus } from './run';

export interface ListingEnd {
  /** The walk's end was reached and at least as many distinct products came as the store announced. */
  whole: boolean;
  /** No product came at all, while the catalogue had active ones. */
  empty: boolean;
}

/**
 * The honest last status of a run whose listing was read to its end (I2): `completed` only if it was whole and all of
 * it merged, nothing is in doubt and no operator kept a product that the store no longer has. After an empty listing
 * also every product that was asked for has to be gone.
 */
export async function outcomeOf(sql: TenantSql, runId: string, listing: ListingEnd): Promise<LastStatus> {
  const { rows } = await sql<{ rejected: number; in_doubt: number; alive: number }>`
    select (select coalesce(sum(rejected), 0) from sync_pages
             where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid)::int as rejected,
           count(*) filter (where state in ('suspect', 'confirmed', 'unclear', 'kept'))::int as in_doubt,
           count(*) filter (where state in ('alive', 'observed_later'))::int as alive
      from missing_products
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid`;
  const found = rows[0] as { rejected: number; in_doubt: number; alive: number };
  const clean = listing.whole && found.rejected === 0 && found.in_doubt === 0 && !(listing.empty && found.alive > 0);
  return clean ? 'completed' : 'completed_with_errors';
}
