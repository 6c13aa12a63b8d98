import type { Metadata, ProductNote } from '../../model/product';
import { shortText } from './clean-text';

/** One product with 500 broken images needs no 500 notes. */
const MOST_NOTES = 20;
const MOST_CHARACTERS = 160;

/** What was left out at `path`, and why. Of an object only that it is one: its keys may come in another order (I5). */
export function noteOf(path: string, why: string, value: unknown): ProductNote {
  return { path: shortened(path), message: shortened(`${why}: ${shown(value)}`) };
}

/** Of a product without notes nothing. */
export function notesMetadata(notes: readonly ProductNote[]): Metadata {
  if (notes.length === 0) return {};
  const more = notes.length - MOST_NOTES;
  if (more <= 0) return { notes: [...notes] };
  return { notes: [...notes.slice(0, MOST_NOTES), { path: '', message: `${more} more parts were left out` }] };
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (value === undefined) return 'absent';
  return JSON.stringify(value);
}

/** Cleaned here, so that half a character where it is cut does not make the product one whose texts were changed. */
function shortened(text: string): string {
  return shortText(text, MOST_CHARACTERS);
}
