import { oneLine } from './one-line';

/**
 * Temporal takes at most 400 bytes of a summary, and refuses a start or a step with more. 80 characters have 320 at
 * most; the rest is for the words around them.
 */
const MOST_CHARACTERS = 80;

/** A store's name as it stands in the Temporal Web UI: one line, without what a screen cannot show, cut where it is long. */
export function storeLabel(name: string): string {
  const clean = Array.from(oneLine(name));
  if (clean.length === 0) return 'unnamed store';
  return clean.length > MOST_CHARACTERS
    ? `${clean
        .slice(0, MOST_CHARACTERS - 1)
        .join('')
        .trimEnd()}…`
    : clean.join('');
}
