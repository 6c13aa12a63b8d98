import type { LeanMode, LeanPrices, LeanProduct, LeanStock } from '../../../model/freshness/lean-product';
import type { ProductNote } from '../../../model/product';
import { boundedText } from '../../mapping/clean-text';
import { readShape } from '../../mapping/read-shape';
import { storablePart } from '../../mapping/storable-product';
import { Unmappable } from '../../mapping/unmappable';
import { withOwnShapes } from './plugin-shapes';
import { priceOfProduct, pricesOf } from './prices';
import {
  PRODUCT_STAND_INS,
  type RawPrices,
  type RawStock,
  rawPrices,
  rawStock,
  rawVariationPrices,
  rawVariationStock,
  VARIATION_STAND_INS,
} from './raw-product';
import type { WholeRow } from './read-product';
import { isPublished, stockOfProduct, stocksOf, withReadableQuantity } from './stock';

/** One group of a product's fields. */
export interface LeanGroup {
  mode: LeanMode;
  /** The shop's. */
  currency: string;
}

/** Maps the group as `readProduct` maps it with the rest; null for what cannot be: whoever reads it whole says why. */
export function readLean(row: WholeRow, { mode, currency }: LeanGroup): LeanProduct | null {
  try {
    return mode === 'inventory' ? storablePart(leanStock(row)) : storablePart(leanPrices(row, currency));
  } catch (error) {
    if (error instanceof Unmappable) return null;
    throw error;
  }
}

function leanStock(row: WholeRow): LeanStock {
  const { ofProduct, ofVariation, notes } = readings();
  const product = withReadableQuantity(readShape(rawStock, row.raw, ofProduct), '', notes);
  const variations = row.variations.map(({ raw }, at) =>
    withReadableQuantity(readShape(rawVariationStock, raw, ofVariation(at)), `variations[${at}].`, notes),
  );
  const items = stocksOf(product, variations);
  const variants = items.map(({ variant }) => variant);
  return { group: 'inventory', ...lookOf(product), ...stockOfProduct(product, items), variants };
}

function leanPrices(row: WholeRow, currency: string): LeanPrices {
  const { ofProduct, ofVariation } = readings();
  const product = readShape(rawPrices, row.raw, ofProduct);
  const variations = row.variations.map(({ raw }, at) => readShape(rawVariationPrices, raw, ofVariation(at)));
  const variants =
    variations.length > 0
      ? variations.map((variation, at) => pricesOf(variation, `variations[${at}].`))
      : [pricesOf(product, '')];
  return { group: 'prices', ...lookOf(product), price: priceOfProduct(product), currency, variants };
}

function lookOf(product: RawStock | RawPrices) {
  return { external_id: boundedText(product.id, 'id'), is_active: isPublished(product) };
}

/** What is left out is none of the group's, and noted where the product is read whole. */
function readings() {
  const notes: ProductNote[] = [];
  const reading = { notes, ownShape: withOwnShapes };
  return {
    notes,
    ofProduct: { ...reading, standIns: PRODUCT_STAND_INS, at: '' },
    ofVariation: (at: number) => ({ ...reading, standIns: VARIATION_STAND_INS, at: `variations[${at}]` }),
  };
}
