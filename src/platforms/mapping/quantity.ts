import { decimalText } from './decimal';
import { Unmappable } from './unmappable';

/** A store's quantity as decimal text, or null when it has none. */
export function quantityText(value: string | number | null, path: string): string | null {
  return value === null ? null : decimalText(String(value), path, 'shape_unreadable');
}

/** Whole pieces in stock: some plugins sell by the metre, and 2.5 of them make two sales of one. Negative is kept. */
export function wholeQuantity(quantity: string, path: string): number {
  const [integer = '0', fraction = ''] = quantity.split('.');
  const rounded = Number(integer) - (quantity.startsWith('-') && /[1-9]/.test(fraction) ? 1 : 0);
  if (Number.isSafeInteger(rounded)) return rounded === 0 ? 0 : rounded;
  throw new Unmappable('out_of_range', path, `${quantity} is beyond what a quantity may be (2^53)`);
}

/** Of the active variants: null when any of them is not limited by stock. */
export function sumOfStock(stocks: readonly (number | null)[], path: string): number | null {
  let sum = 0;
  for (const stock of stocks) {
    if (stock === null) return null;
    sum += stock;
  }
  if (Number.isSafeInteger(sum)) return sum;
  throw new Unmappable('out_of_range', path, 'the sum of the stock is beyond what a quantity may be (2^53)');
}
