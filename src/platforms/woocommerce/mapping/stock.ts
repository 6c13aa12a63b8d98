import type { ProductNote } from '../../../model/product';
import { parseDecimal } from '../../mapping/decimal';
import { noteOf } from '../../mapping/notes';
import { quantityText, wholeQuantity } from '../../mapping/quantity';
import type { RawProduct, RawVariation } from './raw-product';

export interface Stock {
  /** null: not limited by stock. */
  stock: number | null;
  available: boolean;
  /** The store's number as decimal text. */
  quantity: string | null;
  /** The number is the parent's, the same on all its variations. */
  ofParent: boolean;
}

/**
 * The item with a quantity that can be read, or none. A quantity that limits nothing may be nonsense: it is left out with
 * a note, and the product is sold all the same.
 */
export function withReadableQuantity<Item extends RawProduct | RawVariation>(
  item: Item,
  path: string,
  notes: ProductNote[],
): Item {
  const { stock_quantity: sent } = item;
  const matters = item.manage_stock !== false && !allowsBackorders(item);
  if (sent === null || matters || parseDecimal(sent) !== null) return item;
  notes.push(noteOf(`${path}stock_quantity`, 'is no decimal', sent));
  return { ...item, stock_quantity: null };
}

/** What there is to sell of a product without variations, or of one variation. */
export function stockOf(item: RawProduct | RawVariation, path: string, parent?: RawProduct): Stock {
  const ofParent = item.manage_stock === 'parent';
  // The variation repeats the parent's number; the parent's own was read first and stands for all of them.
  const sent = (ofParent ? parent?.stock_quantity : null) ?? item.stock_quantity;
  const quantity = quantityText(sent, `${path}stock_quantity`);
  const available = item.stock_status !== 'outofstock';
  return { stock: limit(item, quantity, available, path), available, quantity, ofParent };
}

function limit(
  item: RawProduct | RawVariation,
  quantity: string | null,
  available: boolean,
  path: string,
): number | null {
  if (item.manage_stock === false) return available ? null : 0;
  if (allowsBackorders(item)) return null;
  return quantity === null ? 0 : wholeQuantity(quantity, `${path}stock_quantity`);
}

function allowsBackorders({ backorders }: RawProduct | RawVariation): boolean {
  return backorders === 'yes' || backorders === 'notify';
}
