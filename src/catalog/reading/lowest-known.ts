import type { RowOf, TenantSql } from '../../database/sql';
import type { products } from '../../database/tables/catalog';
import type { RunReference } from '../../model/run-reference';

export interface KnownProduct extends Pick<RowOf<typeof products>, 'external_id'> {
  /** When the store says that it was made; null where its platform does not tell. */
  created_at: string | null;
}

/** The products of a store that it made first: the lowest ids, as numbers of any length (I11). */
export async function lowestKnown(sql: TenantSql, run: RunReference, limit: number): Promise<KnownProduct[]> {
  const { rows } = await sql<KnownProduct>`
    select external_id, metadata ->> 'created_at' as created_at from products
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and is_active
     order by length(external_id), external_id
     limit ${limit}::int`;
  return rows;
}
