import type { CanonicalProduct } from '../../model/product';
import { Unmappable } from './unmappable';

/** PostgreSQL refuses U+0000 in text; a lone surrogate has no UTF-8. Both reach us as JSON escapes. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Text that PostgreSQL and UTF-8 can hold: U+0000 is removed, lone surrogates become U+FFFD. */
export function cleanText(text: string): { text: string; changed: boolean } {
  if (!UNSTORABLE.test(text)) return { text, changed: false };
  return { text: text.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', ''), changed: true };
}

/** Cleans every text of a product, names of attributes too; `metadata.cleaned` tells that something was changed. */
export function cleanProduct(product: CanonicalProduct): CanonicalProduct {
  if (!hasUnstorable(product)) return product;
  const cleaned = cleanValue(product);
  return { ...cleaned, metadata: { ...cleaned.metadata, cleaned: true } };
}

function hasUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  for (const [key, inner] of Object.entries(value)) if (UNSTORABLE.test(key) || hasUnstorable(inner)) return true;
  return false;
}

/** `Object.fromEntries` keeps a name like `__proto__`, which an assignment would lose. */
function cleanValue<T>(value: T): T;
function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value).text;
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key).text, cleanValue(inner)]));
}

/** Ids and SKUs stand in indexes, whose entries PostgreSQL limits to about 2,700 bytes. */
const MOST_BYTES = 512;

/** An id or a SKU as it is, unless it is longer than any real one. */
export function boundedText(text: string, path: string): string {
  if (text.length * 3 <= MOST_BYTES || Buffer.byteLength(text) <= MOST_BYTES) return text;
  throw new Unmappable(
    'out_of_range',
    path,
    `${Buffer.byteLength(text)} bytes are more than the ${MOST_BYTES} of an id or SKU`,
  );
}
