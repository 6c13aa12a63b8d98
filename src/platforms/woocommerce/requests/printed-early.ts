import type { StoreAnswer } from '../../http/store-answer';

/**
 * What stands in front of an answer's JSON when it left before WordPress's own headers, which then never come: a
 * notice, blank lines, a byte order mark. PHP's own `text/html` tells. Without tags, and no further than a bracket.
 */
export function printedEarly({ text, header, quote }: StoreAnswer): string | null {
  const start = text.search(/[[{]/);
  if (start <= 0 || /\bjson\b/i.test(header('content-type') ?? '')) return null;
  return quote(text.slice(0, start).replace(/<[^<>]*>/g, ' ')) || 'blank lines or a byte order mark';
}
