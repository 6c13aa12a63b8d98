import { fillPage } from '../../database/page';
import type { TenantSql } from '../../database/sql';
import type { ProductChange } from './list-changes';
import { readWhole, type WholeProduct } from './list-products';

/**
 * The first of the changes, as many as fill a page, each with its product as it is now: one that several changes tell of
 * stands with each of them.
 */
export async function withProducts(
  sql: TenantSql,
  changes: readonly ProductChange[],
): Promise<(ProductChange & { product: WholeProduct | null })[]> {
  const ids = [...new Set(changes.map(({ product_id }) => product_id))];
  const { products, isCut } = await readWhole(sql, ids);
  const read = new Map(products.map((each) => [each.product.id, each]));
  const unread = new Set(isCut ? ids.slice(ids.indexOf(products.at(-1)?.product.id ?? '') + 1) : []);

  const reached = changes.findIndex(({ product_id }) => unread.has(product_id));
  const filled = changes.slice(0, reached === -1 ? undefined : reached).map((change) => {
    const found = read.get(change.product_id);
    return { ...change, product: found?.product ?? null, bytes: found?.bytes ?? 0 };
  });
  return fillPage(filled).map(({ bytes: _, ...change }) => change);
}
