import { z } from 'zod';
import type { AssembledProducts, BulkRoot } from '../../bulk-reader';
import { mapProducts } from '../mapping/map-product';
import { numericId } from '../mapping/raw-product';

/** Where nested listings of bulk files were seen to be cut, COMPLETED and without a word. */
const CUT_SEEN_AT = 100;

const Count = z.object({ count: z.int() }).nullable().catch(null);

const Root = z.looseObject({
  id: z.string(),
  variantsCount: Count,
  mediaCount: Count,
  featuredMedia: z.object({ id: z.string() }).nullable().catch(null),
});

const Child = z.looseObject({ id: z.string(), __typename: z.string().catch('') });

type Child = z.infer<typeof Child>;

export interface Family {
  root: z.infer<typeof Root>;
  variants: Child[];
  media: Child[];
  collections: Child[];
}

/**
 * Products from their lines, in whatever order these came. Variants and collections are sorted by id, as pages are.
 * Media have no place of their own: they keep their lines' order, if the one that the shop shows first is the first.
 */
export function assemble(roots: readonly BulkRoot[], currency: string): AssembledProducts {
  const families = roots.map(familyOf);
  // Collections have no count: where others of the page were cut, theirs may have been too.
  const cutAt = Math.min(CUT_SEEN_AT, ...families.flatMap(cutsOf));
  const isIncomplete = (family: Family) => !isWhole(family) || family.collections.length >= cutAt;
  const whole = families.filter((family) => !isIncomplete(family));
  return {
    ...mapProducts(whole.map(rawOf), currency),
    incomplete: families.filter(isIncomplete).map(({ root }) => numericId(root.id)),
  };
}

export function familyOf({ text, children }: BulkRoot): Family {
  const root = Root.parse(JSON.parse(text));
  const family: Family = { root, variants: [], media: [], collections: [] };
  const seen = new Set<string>();
  for (const child of children.map((line) => Child.parse(JSON.parse(line)))) {
    if (seen.has(child.id)) continue;
    seen.add(child.id);
    if (child.__typename === 'ProductVariant') family.variants.push(child);
    else if (child.__typename === 'Collection') family.collections.push(child);
    else family.media.push(child);
  }
  family.variants.sort(byId);
  family.collections.sort(byId);
  return family;
}

function isWhole(family: Family): boolean {
  const { root, media } = family;
  const first = root.featuredMedia?.id;
  return cutsOf(family).length === 0 && (first === undefined || first === media[0]?.id);
}

/** How many nodes came of the listings that should have had more. */
export function cutsOf({ root, variants, media }: Family): number[] {
  const came = [
    [variants.length, Math.max(1, root.variantsCount?.count ?? 0)],
    [media.length, root.mediaCount?.count ?? 0],
  ] as const;
  return came.filter(([nodes, announced]) => nodes < announced).map(([nodes]) => nodes);
}

function rawOf({ root, variants, media, collections }: Family): unknown {
  return { ...root, variants: { nodes: variants }, media: { nodes: media }, collections: { nodes: collections } };
}

/** Numbers of any length, as text. */
function byId(a: Child, b: Child): number {
  const [left, right] = [numericId(a.id), numericId(b.id)];
  return left.length - right.length || (left < right ? -1 : 1);
}
