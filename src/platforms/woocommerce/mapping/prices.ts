import type { LeanPrices } from '../../../model/freshness/lean-product';
import { boundedText } from '../../mapping/clean-text';
import { compareDecimals, priceText } from '../../mapping/decimal';
import type { RawPrices, RawVariationPrices } from './raw-product';

/** Of a product without variations, or of one variation. */
export function pricesOf(item: RawPrices | RawVariationPrices, path: string): LeanPrices['variants'][number] {
  const price = optionalPrice(item.price, `${path}price`);
  const regular = optionalPrice(item.regular_price, `${path}regular_price`);
  const isReduced = price !== null && regular !== null && compareDecimals(regular, price) > 0;
  return { external_id: boundedText(item.id, `${path}id`), price, compare_at_price: isReduced ? regular : null };
}

/** Of a product, the lowest of its variations' as WooCommerce itself tells it. */
export function priceOfProduct({ price }: RawPrices): string | null {
  return optionalPrice(price, 'price');
}

/** "" is a product without a price; "0" is one that is free. */
function optionalPrice(text: string, path: string): string | null {
  return text.trim() === '' ? null : priceText(text, path);
}
