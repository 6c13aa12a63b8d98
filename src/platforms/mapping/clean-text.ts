import { Unmappable } from './unmappable';

/** PostgreSQL refuses U+0000 in text; a lone surrogate has no UTF-8. Both reach us as JSON escapes. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

export function isStorableText(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** Text that PostgreSQL and UTF-8 can hold: U+0000 is removed, lone surrogates become U+FFFD. */
export function cleanText(text: string): { text: string; changed: boolean } {
  if (isStorableText(text)) return { text, changed: false };
  return { text: text.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', ''), changed: true };
}

/** Storable, and cut with a sign of it; cleaned last, since a cut may leave half a character. */
export function shortText(text: string, most: number): string {
  return cleanText(text.length > most ? `${text.slice(0, most)}…` : text).text;
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
