import type { TenantSql } from '../../database/sql';

interface Wanted {
  search: string;
  /** The id to go on after. */
  after: string | null;
}

/** Products that may carry the term: these, or all that come next up to this id (null: to the end). */
export type Candidates = { kind: 'these'; ids: readonly string[] } | { kind: 'next'; upTo: string | null };

/** A term in more rows of texts, of a merged page each, is looked for among the next products first. */
const FEW_ROWS = 10;
/** Of 500 products a term that one in ten carries fills a page of 50. */
const NEARBY = 500;

/**
 * Products that may carry the term, ascending, in pieces: those in whose texts it was found; before them, for a term that
 * many carry, the products that come next, whatever they are. A piece is read when the caller asks for it, and all that
 * carry the term are among them.
 *
 * Under row-level security no index serves a search for a part of a text. Among 50,000 products of a tenant, the
 * products themselves took 230 ms, their texts take 4.
 */
export async function* candidates(sql: TenantSql, { search, after }: Wanted): AsyncGenerator<Candidates> {
  let found = await foundInTexts(sql, { search, after }, { products: NEARBY, rows: FEW_ROWS });
  let last = found?.[NEARBY - 1] ?? null;
  if (found !== null) {
    yield { kind: 'these', ids: found };
  } else {
    last = await endOfNearby(sql, after);
    yield { kind: 'next', upTo: last };
  }
  // Seldom a second time: when other filters of the list let few of the found pass. Each time reads all texts.
  for (let size = NEARBY; last !== null; size *= 10) {
    found = (await foundInTexts(sql, { search, after: last }, { products: size, rows: null })) ?? [];
    yield { kind: 'these', ids: found };
    last = found[size - 1] ?? null;
  }
}

async function endOfNearby(sql: TenantSql, after: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from products
     where tenant_id = ${sql.tenantId}::uuid and (${after}::uuid is null or id > ${after}::uuid)
     order by id
    offset ${NEARBY - 1}::int
     limit 1`;
  return rows[0]?.id ?? null;
}

/**
 * The first products in whose texts the term was found, ascending; null when more than so many rows hold it.
 * U+001E is taken out of the term as it was out of the texts.
 */
async function foundInTexts(
  sql: TenantSql,
  { search, after }: Wanted,
  most: { products: number; rows: number | null },
): Promise<string[] | null> {
  const { rows } = await sql<{ ids: string[] | null }>`
    with term as (select translate(lower(${search}::text), chr(30), '') as text),
         page as materialized (
           select product_ids, texts from search_texts, term
            where tenant_id = ${sql.tenantId}::uuid and strpos(texts, term.text) > 0
            limit ${most.rows}::int + 1)
    select array(
             select distinct product.id
               from term, page
              cross join lateral rows from (unnest(product_ids), string_to_table(texts, chr(30))) product(id, text)
              where strpos(product.text, term.text) > 0 and (${after}::uuid is null or product.id > ${after}::uuid)
              order by product.id
              limit ${most.products}::int) as ids
     where ${most.rows}::int is null or (select count(*) from page) <= ${most.rows}::int`;
  return rows[0]?.ids ?? null;
}
