import type { LeanMode, LeanPrices, LeanProduct, LeanStock } from '../../../model/freshness/lean-product';
import type { ProductNote } from '../../../model/product';
import { boundedText } from '../../mapping/clean-text';
import { readShape } from '../../mapping/read-shape';
import { storablePart } from '../../mapping/storable-product';
import { Unmappable } from '../../mapping/unmappable';
import { isActive } from './map-product';
import { priceOfProduct, pricesOfVariant } from './prices';
import { isShopifyId, numericId, RawPrices, RawStock, STAND_INS } from './raw-product';
import { stockOfProduct, stockOfVariant } from './stock';
import { variantId, variantsInOrder } from './variants-in-order';

/** One group of a product's fields. */
export interface LeanGroup {
  mode: LeanMode;
  /** The shop's. */
  currency: string;
}

/** Maps each as the whole product would be. What cannot be is `unclear`, by its id where that can be read. */
export function mapLean(raw: readonly unknown[], group: LeanGroup): { products: LeanProduct[]; unclear: string[] } {
  const products: LeanProduct[] = [];
  const unclear: string[] = [];
  for (const each of raw) {
    const lean = leanOf(each, group);
    const id = Identified.safeParse(each).data;
    if (lean !== null) products.push(lean);
    else if (id !== undefined) unclear.push(id);
  }
  return { products, unclear };
}

function leanOf(raw: unknown, { mode, currency }: LeanGroup): LeanProduct | null {
  // What is left out of it is none of the group's, and noted where the product is read whole.
  const notes: ProductNote[] = [];
  const reading = { standIns: STAND_INS, at: '', notes };
  try {
    return mode === 'inventory'
      ? storablePart(leanStock(readShape(RawStock, raw, reading)))
      : storablePart(leanPrices(readShape(RawPrices, raw, reading), currency));
  } catch (error) {
    if (error instanceof Unmappable) return null;
    throw error;
  }
}

function leanStock(raw: RawStock): LeanStock {
  const variants = variantsInOrder(raw).map((placed) => ({
    external_id: variantId(placed),
    ...stockOfVariant(placed, raw),
  }));
  return { group: 'inventory', ...lookOf(raw), ...stockOfProduct(variants), variants };
}

function leanPrices(raw: RawPrices, currency: string): LeanPrices {
  const variants = variantsInOrder(raw).map((placed) => ({
    external_id: variantId(placed),
    ...pricesOfVariant(placed),
  }));
  return { group: 'prices', ...lookOf(raw), price: priceOfProduct(variants), currency, variants };
}

function lookOf(raw: RawStock | RawPrices) {
  return { external_id: boundedText(numericId(raw.id), 'id'), is_active: isActive(raw) };
}

const Identified = RawStock.pick({ id: true })
  .transform(({ id }) => numericId(id))
  .refine(isShopifyId);
