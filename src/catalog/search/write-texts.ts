import type { TenantSql } from '../../database/sql';

/** As many as the largest page that a merge writes. */
const PRODUCTS_A_ROW = 250;

/** Are half of the texts that a search reads old, or are some missing? */
export async function hasOldTexts(sql: TenantSql): Promise<boolean> {
  const { rows } = await sql<{ texts: number; products: number }>`
    select (select coalesce(sum(cardinality(product_ids)), 0) from search_texts
             where tenant_id = ${sql.tenantId}::uuid)::int as texts,
           (select count(*) from products where tenant_id = ${sql.tenantId}::uuid)::int as products`;
  return rows.some(({ texts, products }) => texts < products || texts > 2 * products);
}

/**
 * Writes a tenant's search texts anew. One statement, so that what it takes away and what it reads are of one moment:
 * the texts of a merge that commits meanwhile stay.
 */
export async function writeTexts(sql: TenantSql): Promise<void> {
  await sql`
    with old as (delete from search_texts where tenant_id = ${sql.tenantId}::uuid)
    insert into search_texts (tenant_id, product_ids, texts)
    select ${sql.tenantId}::uuid, array_agg(id order by number), string_agg(text, chr(30) order by number)
      from (
        select row_number() over (order by p.id) as number, p.id,
               search_text(p.title, p.sku, p.vendor, p.tags, array(
                 select v.sku from product_variants v
                  where v.tenant_id = ${sql.tenantId}::uuid and v.product_id = p.id)) as text
          from products p
         where p.tenant_id = ${sql.tenantId}::uuid
      ) product
     group by (number - 1) / ${PRODUCTS_A_ROW}::int`;
}
