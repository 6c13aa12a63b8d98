import type { TenantSql } from '../../database/sql';

/** About as many as a page that a merge writes. */
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
 * the texts of a merge that commits meanwhile stay. The full join is hashed or merged, whatever the planner expects: with
 * a look-up of each product's variants, 50,000 products that no statistics knew took more than ten minutes.
 */
export async function writeTexts(sql: TenantSql): Promise<void> {
  await sql`
    with old as (delete from search_texts where tenant_id = ${sql.tenantId}::uuid)
    insert into search_texts (tenant_id, product_ids, texts)
    select ${sql.tenantId}::uuid, array_agg(id order by number), string_agg(text, chr(30) order by number)
      from (
        select row_number() over (order by product.id) as number, product.id,
               search_text(title, sku, vendor, tags, coalesce(skus, '{}')) as text
          from (select id, title, sku, vendor, tags from products where tenant_id = ${sql.tenantId}::uuid) product
          full join (select product_id, array_agg(sku) as skus from product_variants
                      where tenant_id = ${sql.tenantId}::uuid group by product_id) variant
            on variant.product_id = product.id
      ) numbered
     group by (number - 1) / ${PRODUCTS_A_ROW}::int`;
}
