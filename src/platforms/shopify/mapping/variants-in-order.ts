import { boundedText } from '../../mapping/clean-text';
import { Unmappable } from '../../mapping/unmappable';
import { numericId, type RawProduct, type RawVariant } from './raw-product';

type Ordered = Pick<RawVariant, 'id' | 'position'>;

interface WithVariants<Variant extends Ordered> extends Pick<RawProduct, 'variantsCount'> {
  variants: { nodes: readonly Variant[] };
}

/** A variant and where in the product's payload it stands. */
export interface PlacedVariant<Variant extends Ordered> {
  raw: Variant;
  path: string;
}

/** All variants of a product in the shop's order. They come sorted by id. */
export function variantsInOrder<Variant extends Ordered>(product: WithVariants<Variant>): PlacedVariant<Variant>[] {
  const { nodes } = product.variants;
  // An edit between two pages of a product's variants may show one of them twice.
  const places = new Map(nodes.map(({ id }, at) => [id, at]));
  assertWhole(places.size, product);

  return [...places.values()]
    .flatMap((at) => {
      const raw = nodes[at];
      return raw === undefined ? [] : [{ at, raw, path: `variants.nodes[${at}]` }];
    })
    .sort((a, b) => a.raw.position - b.raw.position || a.at - b.at);
}

export function variantId({ raw, path }: PlacedVariant<Ordered>): string {
  return boundedText(numericId(raw.id), `${path}.id`);
}

/** Fewer variants than the shop announces would look like removed ones. */
function assertWhole(received: number, { variantsCount }: Pick<RawProduct, 'variantsCount'>): void {
  const announced = variantsCount?.count ?? 0;
  if (received >= Math.max(1, announced)) return;
  const none = announced === 0 ? '; every product has one at least' : '';
  throw new Unmappable(
    'variants_incomplete',
    'variants',
    `${received} variants came, ${announced} were announced${none}`,
  );
}
