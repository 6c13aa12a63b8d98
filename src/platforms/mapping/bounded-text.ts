import { Unmappable } from './unmappable';

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
