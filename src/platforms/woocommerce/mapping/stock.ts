import type { LeanStock } from '../../../model/freshness/lean-product';
import type { ProductNote } from '../../../model/product';
import { boundedText } from '../../mapping/clean-text';
import { parseDecimal } from '../../mapping/decimal';
import { noteOf } from '../../mapping/notes';
import { quantityText, sumOfStock, wholeQuantity } from '../../mapping/quantity';
import type { RawStock, RawVariationStock } from './raw-product';

/** What there is to sell of a product without variations, or of one variation. */
export interface Stock {
  variant: LeanStock['variants'][number];
  isActive: boolean;
  /** The number is the parent's, the same on all its variations. */
  ofParent: boolean;
}

/**
 * The item with a quantity that can be read, or none. A quantity that limits nothing may be nonsense: it is left out with
 * a note, and the product is sold all the same.
 */
export function withReadableQuantity<Item extends RawStock | RawVariationStock>(
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

/** Of each variation, or of the product itself that has none: a variable one cannot be bought then. */
export function stocksOf(product: RawStock, variations: readonly RawVariationStock[]): Stock[] {
  if (variations.length > 0) return variations.map((variation, at) => stockOfVariation(variation, product, at));
  return [stockOfItself(product)];
}

export function stockOfItself(product: RawStock): Stock {
  return stockOf(product, { path: '', parent: null, isActive: !product.type.startsWith('variable') });
}

export function stockOfVariation(variation: RawVariationStock, parent: RawStock, at: number): Stock {
  return stockOf(variation, { path: `variations[${at}].`, parent, isActive: isPublished(variation) });
}

/** Of a product with these items. */
export function stockOfProduct(
  product: RawStock,
  items: readonly Stock[],
): Pick<LeanStock, 'stock' | 'available' | 'metadata'> {
  const active = items.filter(({ isActive }) => isActive);
  return {
    stock: sumOfStock(countedOnce(active), 'variations'),
    available: active.some(({ variant }) => variant.available),
    metadata: stockMetadata(product, quantityText(product.stock_quantity, 'stock_quantity')),
  };
}

export function isPublished({ status }: Pick<RawStock, 'status'>): boolean {
  return status === 'publish';
}

interface Place {
  path: string;
  parent: RawStock | null;
  isActive: boolean;
}

function stockOf(item: RawStock | RawVariationStock, { path, parent, isActive }: Place): Stock {
  const ofParent = item.manage_stock === 'parent';
  // The variation repeats the parent's number; the parent's own was read first and stands for all of them.
  const sent = (ofParent ? parent?.stock_quantity : null) ?? item.stock_quantity;
  const quantity = quantityText(sent, `${path}stock_quantity`);
  const available = item.stock_status !== 'outofstock';
  const stock = limit(item, quantity, available, path);
  const metadata = stockMetadata(item, quantity);
  return {
    variant: { external_id: boundedText(item.id, `${path}id`), stock, available, metadata },
    isActive,
    ofParent,
  };
}

function stockMetadata({ stock_status, backorders }: RawStock | RawVariationStock, quantity: string | null) {
  return { quantity, stock_status, backorders };
}

/** The parent's number stands on each of its variations: it is one pile, counted once. */
function countedOnce(active: readonly Stock[]): (number | null)[] {
  const own = active.filter(({ ofParent }) => !ofParent);
  const [shared] = active.filter(({ ofParent }) => ofParent);
  return [...own, ...(shared === undefined ? [] : [shared])].map(({ variant }) => variant.stock);
}

function limit(
  item: RawStock | RawVariationStock,
  quantity: string | null,
  available: boolean,
  path: string,
): number | null {
  if (item.manage_stock === false) return available ? null : 0;
  if (allowsBackorders(item)) return null;
  return quantity === null ? 0 : wholeQuantity(quantity, `${path}stock_quantity`);
}

function allowsBackorders({ backorders }: RawStock | RawVariationStock): boolean {
  return backorders === 'yes' || backorders === 'notify';
}
