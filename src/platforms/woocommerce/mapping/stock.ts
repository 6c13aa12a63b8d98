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
