import { stripVTControlCharacters } from 'node:util';

/** Longer texts are cut before anything looks at them: a store may send megabytes, and the pattern below is no linear one. */
const MOST_CHARACTERS = 2_000;

/** Control characters, those that are invisible or turn the direction of writing, and halves of characters. */
const UNFIT = /[\p{Cc}\p{Cf}\u2028\u2029\p{Surrogate}]+/gu;

/** Text of others as one line for a terminal: no escape sequence in it moves the cursor, colours or renames anything. */
export function plainText(text: string): string {
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return stripVTControlCharacters(cut).replace(UNFIT, ' ').replace(/ +/g, ' ').trim();
}

/** What JSON leaves as it is and a terminal may obey: written as an escape, it is the same text to whoever parses it. */
const UNFIT_IN_JSON = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

/** JSON for programs that may be shown on a terminal all the same. */
export function plainJson(data: unknown): string {
  const text = JSON.stringify(data, null, 2) ?? 'null';
  return text.replace(UNFIT_IN_JSON, (unfit) =>
    unfit
      .split('') // by halves of characters, as JSON writes them
      .map((half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
