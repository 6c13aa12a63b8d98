import type { ListingGap } from '../../../model/listing';
import type { AssembledLean, BulkRoot } from '../../bulk-reader';
import { type LeanGroup, mapLean } from '../mapping/map-lean';
import { isShopifyId, numericId } from '../mapping/raw-product';
import { cutsOf, type Family, familyOf } from './assemble';

/** Products with one group of fields from their lines. Those whose variants are not all there are not mapped. */
export function assembleLean(roots: readonly BulkRoot[], group: LeanGroup): AssembledLean {
  const families = roots.map(familyOf);
  const isCut = (family: Family) => cutsOf(family).length > 0;
  const mapped = mapLean(
    families
      .filter((family) => !isCut(family))
      .map(({ root, variants }) => ({ ...root, variants: { nodes: variants } })),
    group,
  );
  const cut = families.filter(isCut).map(({ root }) => numericId(root.id));
  const unclear = [...mapped.unclear, ...cut.filter(isShopifyId)];
  const untold = roots.length - mapped.products.length - unclear.length;
  return { products: mapped.products, unclear, gaps: untold > 0 ? [gapOf(untold)] : [] };
}

function gapOf(products: number): ListingGap {
  const detail = `Shopify's file has ${products} products of one page without an id`;
  return { cause: 'product_unreadable', detail };
}
