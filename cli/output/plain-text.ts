import { stripVTControlCharacters } from 'node:util';

/** Longer texts are cut before anything looks at them: a store may send megabytes, and the pattern below is no linear one. */
const MOST_CHARACTERS = 2_000;

/** Control characters, those that turn the direction of writing, and halves of characters. */
const UNFIT = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Surrogate}]+/gu;

/** Text of others as one line for a terminal: no escape sequence in it moves the cursor, colours or renames anything. */
export function plainText(text: string): string {
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return stripVTControlCharacters(cut).replace(UNFIT, ' ').replace(/ +/g, ' ').trim();
}

/** What JSON leaves as it is and a terminal may obey: written as an escape, it is the same text to whoever parses it. */
const UNFIT_IN_JSON = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON for programs that may be shown on a terminal all the same. */
export function plainJson(data: unknown): string {
  const text = JSON.stringify(data, null, 2) ?? 'null';
  return text.replace(UNFIT_IN_JSON, (unfit) => `\\u${unfit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
