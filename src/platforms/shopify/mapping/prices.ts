import type { CanonicalVariant } from '../../../model/product';
import { compareDecimals, priceText } from '../../mapping/decimal';
import type { RawPrices } from './raw-product';
import type { PlacedVariant } from './variants-in-order';

export function pricesOfVariant({
  raw,
  path,
}: PlacedVariant<RawPrices['variants']['nodes'][number]>): Pick<CanonicalVariant, 'price' | 'compare_at_price'> {
  return {
    price: priceText(raw.price, `${path}.price`),
    compare_at_price: raw.compareAtPrice === null ? null : priceText(raw.compareAtPrice, `${path}.compareAtPrice`),
  };
}

/** Of its variants' prices the lowest by its exact value, with the text that the shop sent. */
export function priceOfProduct(variants: readonly Pick<CanonicalVariant, 'price'>[]): string | null {
  let lowest: string | null = null;
  for (const { price } of variants) {
    if (price !== null && (lowest === null || compareDecimals(price, lowest) < 0)) lowest = price;
  }
  return lowest;
}
