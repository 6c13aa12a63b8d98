import type { AssembledLean, BulkRoot } from '../../bulk-reader';
import { type LeanGroup, mapLean } from '../mapping/map-lean';
import { numericId } from '../mapping/raw-product';
import { cutsOf, type Family, familyOf } from './assemble';

/** Products with one group of fields from their lines. Those whose variants are not all there are not mapped. */
export function assembleLean(roots: readonly BulkRoot[], group: LeanGroup): AssembledLean {
  const families = roots.map(familyOf);
  const isCut = (family: Family) => cutsOf(family).length > 0;
  const { products, unclear } = mapLean(
    families
      .filter((family) => !isCut(family))
      .map(({ root, variants }) => ({ ...root, variants: { nodes: variants } })),
    group,
  );
  return { products, unclear: [...unclear, ...families.filter(isCut).map(({ root }) => numericId(root.id))] };
}
