import type { RejectionReason } from '../../model/rejection';
import { Unmappable } from './unmappable';

/** Far beyond any price, far below what PostgreSQL's `numeric` would take (131,072 digits). */
const INTEGER_DIGITS = 30;
const FRACTION_DIGITS = 20;

const DECIMAL = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * A decimal in the spelling in which PostgreSQL's `numeric` gives it back: "7.50" stays, ".5" and "05" and "1e2" become
 * "0.5", "5" and "100". null for text that is no decimal; also for one that is out of range (see `priceText`).
 */
export function parseDecimal(text: string): string | null {
  const parts = partsOf(text);
  return parts === null || !inRange(parts) ? null : spelled(parts);
}

/** A price that maps, or the reason why its product is set aside (I6: text from the wire to the database). */
export function priceText(text: string, path: string): string {
  return decimalText(text, path, 'price_unreadable');
}

/** As `parseDecimal`, but throws what is wrong: `notDecimal` for text that is none, `out_of_range` for one too long. */
export function decimalText(text: string, path: string, notDecimal: RejectionReason): string {
  const parts = partsOf(text);
  const shown = `"${text.slice(0, 80)}"`;
  if (parts === null) throw new Unmappable(notDecimal, path, `${shown} is no decimal`);
  if (inRange(parts)) return spelled(parts);
  const limits = `${INTEGER_DIGITS} digits before or ${FRACTION_DIGITS} after the point`;
  throw new Unmappable('out_of_range', path, `${shown} has more than ${limits}`);
}

/** Negative, 0 or positive as `a` is less than, equal to or greater than `b`; both as `parseDecimal` answers them. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(placesOf(a), placesOf(b));
  const difference = scaled(a, places) - scaled(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

interface Parts {
  negative: boolean;
  integer: string;
  fraction: string;
}

function partsOf(text: string): Parts | null {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return null;
  const [, sign, integer = '', fraction = '', exponent = '0'] = match;
  return { negative: sign === '-', ...shifted(integer, fraction, Number(exponent)) };
}

/** Moves the point; digits that are written stay written, so that "1.50e1" is "15.0" as in PostgreSQL. */
function shifted(integer: string, fraction: string, places: number): { integer: string; fraction: string } {
  const right = places > 0 ? fraction.slice(0, places).padEnd(places, '0') : '';
  const left = places < 0 ? integer.slice(places).padStart(-places, '0') : '';
  const digits = (places < 0 ? integer.slice(0, places) : integer) + right;
  return {
    integer: digits.replace(/^0+/, '') || '0',
    fraction: left + (places > 0 ? fraction.slice(places) : fraction),
  };
}

function inRange({ integer, fraction }: Parts): boolean {
  return integer.length <= INTEGER_DIGITS && fraction.length <= FRACTION_DIGITS;
}

function spelled({ negative, integer, fraction }: Parts): string {
  const digits = fraction === '' ? integer : `${integer}.${fraction}`;
  return negative && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function placesOf(decimal: string): number {
  const point = decimal.indexOf('.');
  return point === -1 ? 0 : decimal.length - point - 1;
}

function scaled(decimal: string, places: number): bigint {
  return BigInt(decimal.replace('.', '') + '0'.repeat(places - placesOf(decimal)));
}
