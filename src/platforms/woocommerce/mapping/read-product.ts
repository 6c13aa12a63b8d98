import { stringify } from 'lossless-json';
import type { CanonicalProduct, ProductNote } from '../../../model/product';
import type { UnreadableProduct } from '../../../model/rejection';
import { readShape } from '../../mapping/read-shape';
import { Unmappable } from '../../mapping/unmappable';
import { mapProduct } from './map-product';
import { withOwnShapes } from './plugin-shapes';
import { PRODUCT_STAND_INS, type RawRow, rawProduct, rawVariation, VARIATION_STAND_INS } from './raw-product';
import { withReadableQuantity } from './stock';

/** A product's row with the rows of its variations, in the parent's order. */
export interface WholeRow extends RawRow {
  variations: readonly RawRow[];
}

/** Maps a product; what cannot be mapped is set aside with the reason and the exact place (I7). */
export function readProduct(row: WholeRow, currency: string): CanonicalProduct | UnreadableProduct {
  try {
    const notes: ProductNote[] = [];
    const reading = { notes, ownShape: withOwnShapes };
    const product = readShape(rawProduct, row.raw, { ...reading, standIns: PRODUCT_STAND_INS, at: '' });
    const variations = row.variations.map(({ raw }, index) => {
      const at = `variations[${index}]`;
      const variation = readShape(rawVariation, raw, { ...reading, standIns: VARIATION_STAND_INS, at });
      return withReadableQuantity(variation, `${at}.`, notes);
    });
    return mapProduct(withReadableQuantity(product, '', notes), variations, { currency, notes });
  } catch (error) {
    if (error instanceof Unmappable) return rejection(row, error);
    throw error;
  }
}

export function rejection({ id, raw, variations }: WholeRow, error: Unmappable): UnreadableProduct {
  const whole = typeof raw === 'object' && variations.length > 0 ? { ...raw, variations: rawsOf(variations) } : raw;
  return error.toRejection({ external_id: id, title: titleOf(raw), payload: stringify(whole) ?? 'null' });
}

function titleOf(raw: unknown): string | null {
  const name = typeof raw === 'object' && raw !== null && 'name' in raw ? raw.name : null;
  return typeof name === 'string' ? name.replaceAll('\0', '') : null;
}

function rawsOf(rows: readonly RawRow[]): unknown[] {
  return rows.map(({ raw }) => raw);
}
