/** Control characters, those that turn the direction of writing, and halves of characters. */
const UNFIT = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Surrogate}]+/gu;

/** Text of others as a line for people: without what a screen cannot show, or should not. */
export const oneLine = (text: string): string => text.replace(UNFIT, ' ').replace(/\s+/g, ' ').trim();

/**
 * Temporal takes at most 400 bytes of a summary, and refuses a start or a step with more. 80 characters have 320 at
 * most; the rest is for the words around them.
 */
const MOST_CHARACTERS = 80;

/** A store's name as it stands in the Temporal Web UI, cut where it is long. */
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
