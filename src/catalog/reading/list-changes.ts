import type { Page, PageRequest } from '../../database/page';
import type { RowOf, TenantSql } from '../../database/sql';
import type { productChanges } from '../../database/tables/catalog';

export type ProductChange = Pick<
  RowOf<typeof productChanges>,
  'seq' | 'at' | 'product_id' | 'variant_id' | 'kind' | 'field' | 'before' | 'after' | 'run_id'
>;

/** A tenant's changes in the order of their commits, oldest first: who follows them misses none. */
export async function listChanges(sql: TenantSql, { limit, after }: PageRequest): Promise<Page<ProductChange>> {
  const [seq = '0'] = after ?? [];
  const { rows } = await sql<ProductChange>`
    select seq, at, product_id, variant_id, kind, field, before, after, run_id
      from product_changes
     where tenant_id = ${sql.tenantId}::uuid and seq > ${seq}::bigint
     order by seq
     limit ${limit}::int`;
  const last = rows.at(-1);
  // A follower comes back for more: its place is kept also where the list ends for now.
  return { items: rows, next: last === undefined ? [seq] : [String(last.seq)] };
}
