import type { TenantSql } from '../../database/sql';

interface Wanted {
  search: string;
  /** The id to go on after. */
  after: string | null;
}

/** Of 500 products a term that one in ten carries fills a page of 50. */
const NEARBY = 500;

/**
 * Ids of products that may carry the term, ascending, in pieces: the products that come next, whatever they are, for a
 * term that many carry; then those in whose texts it was found. A piece is read when the caller asks for it, and all
 * that carry the term are among them.
 *
 * Under row-level security no index serves a search for a part of a text. Among 50,000 products of a tenant, the
 * products themselves took 230 ms, their texts take 4–8.
 */
export async function* candidates(sql: TenantSql, { search, after }: Wanted): AsyncGenerator<string[]> {
  const nearby = await nextProducts(sql, after);
  yield nearby;
  let last = nearby.at(-1);
  let size = nearby.length < NEARBY ? 0 : NEARBY;
  while (last !== undefined && size > 0) {
    const found: string[] = await foundInTexts(sql, { search, after: last }, size);
    yield found;
    last = found.at(-1);
    // Seldom a second time: when other filters of the list let few of the found pass. Each time reads all texts.
    size = found.length < size ? 0 : size * 10;
  }
}

async function nextProducts(sql: TenantSql, after: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from products
     where tenant_id = ${sql.tenantId}::uuid and (${after}::uuid is null or id > ${after}::uuid)
     order by id
     limit ${NEARBY}::int`;
  return rows.map((row) => row.id);
}

/** U+001E is taken out of the term as it was out of the texts. */
async function foundInTexts(sql: TenantSql, { search, after }: Wanted, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct product.id
      from (select translate(lower(${search}::text), chr(30), '') as text) term
      join search_texts page on page.tenant_id = ${sql.tenantId}::uuid and strpos(page.texts, term.text) > 0
     cross join lateral rows from (unnest(page.product_ids), string_to_table(page.texts, chr(30))) product(id, text)
     where strpos(product.text, term.text) > 0
       and product.id > ${after}::uuid
     order by product.id
     limit ${limit}::int`;
  return rows.map((row) => row.id);
}
