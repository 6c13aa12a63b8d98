import type { CanonicalVariant, Metadata } from '../../../model/product';
import { boundedText } from '../../mapping/clean-text';
import { pricesOf } from './prices';
import type { RawProduct, RawVariation } from './raw-product';
import { type Stock, stockOfItself, stockOfVariation } from './stock';

export interface MappedVariant {
  variant: CanonicalVariant;
  stock: Stock;
}

/** The variations in the parent's order, or the one default variant of a product that has none. */
export function mapVariants(product: RawProduct, variations: readonly RawVariation[]): MappedVariant[] {
  if (variations.length > 0) {
    return variations.map((variation, position) => mapVariation(product, variation, position));
  }
  return [defaultVariant(product)];
}

/** A variable product without variations cannot be bought: its stand-in is inactive. */
function defaultVariant(product: RawProduct): MappedVariant {
  const stock = stockOfItself(product);
  const variant = { ...sellable(product, stock, ''), title: product.name, attributes: {}, position: 0 };
  return { variant, stock };
}

function mapVariation(product: RawProduct, variation: RawVariation, position: number): MappedVariant {
  const path = `variations[${position}].`;
  const stock = stockOfVariation(variation, product, position);
  const chosen = variation.attributes.filter(({ option }) => option !== '');
  const common = sellable(variation, stock, path);
  const variant = {
    ...common,
    title: chosen.map(({ option }) => option).join(' / ') || product.name,
    attributes: Object.fromEntries(chosen.map(({ name, option }) => [name, option])),
    position,
    metadata: { ...common.metadata, ...ownImage(product, variation), ...ownText(variation) },
  };
  return { variant, stock };
}

/** What a product without variations and a variation have in common. */
function sellable(item: RawProduct | RawVariation, { variant, isActive }: Stock, path: string) {
  const { stock, available } = variant;
  const metadata: Metadata = {
    ...variant.metadata,
    // The unit is a setting of the shop that a product's answer does not tell.
    weight: item.weight === null ? null : { value: item.weight, unit: null },
  };
  return {
    ...pricesOf(item, path),
    sku: optionalSku(item.sku, `${path}sku`),
    stock,
    available,
    is_active: isActive,
    barcode: item.global_unique_id || null,
    inventory_item_id: null,
    metadata,
  };
}

export function optionalSku(text: string, path: string): string | null {
  return text === '' ? null : boundedText(text, path);
}

/** A variation without an image shows its parent's, which the product has already. */
function ownImage(product: RawProduct, { image }: RawVariation): Metadata {
  if (image === null || product.images.some(({ src }) => src === image.src)) return {};
  return { image: { url: image.src, alt: image.alt || null } };
}

function ownText({ description }: RawVariation): Metadata {
  return description === '' ? {} : { description };
}
