import type { CanonicalVariant, Metadata } from '../../../model/product';
import { boundedText } from '../../mapping/clean-text';
import { compareDecimals, priceText } from '../../mapping/decimal';
import type { RawProduct, RawVariation } from './raw-product';
import { type Stock, stockOf } from './stock';

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
  const stock = stockOf(product, '');
  const variant = {
    ...sellable(product, stock, ''),
    title: product.name,
    attributes: {},
    position: 0,
    is_active: !product.type.startsWith('variable'),
  };
  return { variant, stock };
}

function mapVariation(product: RawProduct, variation: RawVariation, position: number): MappedVariant {
  const path = `variations[${position}].`;
  const stock = stockOf(variation, path, product);
  const chosen = variation.attributes.filter(({ option }) => option !== '');
  const common = sellable(variation, stock, path);
  const variant = {
    ...common,
    title: chosen.map(({ option }) => option).join(' / ') || product.name,
    attributes: Object.fromEntries(chosen.map(({ name, option }) => [name, option])),
    position,
    is_active: variation.status === 'publish',
    metadata: { ...common.metadata, ...ownImage(product, variation), ...ownText(variation) },
  };
  return { variant, stock };
}

/** What a product without variations and a variation have in common. */
function sellable(item: RawProduct | RawVariation, { stock, available, quantity }: Stock, path: string) {
  const price = optionalPrice(item.price, `${path}price`);
  const regular = optionalPrice(item.regular_price, `${path}regular_price`);
  const metadata: Metadata = {
    quantity,
    stock_status: item.stock_status,
    backorders: item.backorders,
    // The unit is a setting of the shop that a product's answer does not tell.
    weight: item.weight === null ? null : { value: item.weight, unit: null },
  };
  return {
    external_id: boundedText(item.id, `${path}id`),
    sku: optionalSku(item.sku, `${path}sku`),
    price,
    compare_at_price: price !== null && regular !== null && compareDecimals(regular, price) > 0 ? regular : null,
    stock,
    available,
    barcode: item.global_unique_id || null,
    metadata,
  };
}

/** "" is a product without a price; "0" is one that is free. */
export function optionalPrice(text: string, path: string): string | null {
  return text.trim() === '' ? null : priceText(text, path);
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
