import { isFull, type Page, pageOfBytes } from '../../database/page';
import type { TenantSql } from '../../database/sql';
import { candidates } from '../search/candidates';
import { productDoubts } from './doubts';
import { type CatalogProduct, type ProductFilter, type ProductRow, readProductRows } from './product-rows';
import { type CatalogVariant, readVariants } from './read-variants';

export type WholeProduct = CatalogProduct & { variants: CatalogVariant[] };

/**
 * A tenant's products in a steady order (by id), so that a catalogue that changes meanwhile is paged through whole. Sorted
 * by the time of their last change, the oldest first, those that change meanwhile come again at the end. A page ends
 * where it holds `PAGE_BYTES`.
 */
export async function listProducts(
  sql: TenantSql,
  filter: ProductFilter & { withVariants?: boolean },
): Promise<Page<CatalogProduct | WholeProduct>> {
  const { limit, sort, withVariants } = filter;
  const rows = filter.search === undefined ? await readProductRows(sql, filter) : await search(sql, filter);
  const chosen = rows.slice(0, limit);
  const read: ProductRow[] = withVariants ? await readVariants(sql, chosen) : chosen;
  const key = (row: ProductRow) => (sort === 'changed_at' ? [row.changed_at_exact, row.id] : [row.id]);
  return pageOfBytes(read, rows.length, key, productOf);
}

function productOf<Row extends ProductRow>(row: Row) {
  const { bytes: _, bytes_before: __, changed_at_exact: ___, set_aside, held, unread, ...product } = row;
  return { ...product, doubts: productDoubts(product.store_id, { set_aside, held, unread }) };
}

async function search(sql: TenantSql, filter: ProductFilter): Promise<ProductRow[]> {
  const rows: ProductRow[] = [];
  const { search: term = '', after } = filter;
  for await (const piece of candidates(sql, { search: term, after: after?.[0] ?? null })) {
    rows.push(...(await readProductRows(sql, filter, piece)));
    if (rows.length > filter.limit || isFull(rows)) break;
  }
  return rows;
}

export interface WholeProducts {
  products: { product: WholeProduct; bytes: number }[];
  /** They fill a page: there may be more. */
  isCut: boolean;
}

/** The first of these products, in the order named, as many as fill a page, with all variants that they ever had. */
export async function readWhole(sql: TenantSql, ids: readonly string[]): Promise<WholeProducts> {
  const rows = await readProductRows(sql, { ids, limit: ids.length, after: null, sort: 'as_named' });
  const whole = await readVariants(sql, rows);
  return {
    products: whole.map((row) => ({ product: productOf(row), bytes: row.bytes })),
    isCut: isFull(whole),
  };
}

/** A product with all variants that it ever had, in the store's order; null when this tenant has no such product. */
export async function readProduct(sql: TenantSql, id: string): Promise<WholeProduct | null> {
  const { products } = await readWhole(sql, [id]);
  return products[0]?.product ?? null;
}
