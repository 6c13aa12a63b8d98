import { escapeAt } from './escapes';

const REDACTED = '[redacted]';

/** Shorter ones would be found by chance in any text. */
const SHORTEST_SECRET = 8;

/** Of a secret that was cut off, so much gives it away: what is shorter leaves too much to be guessed. */
const SHORTEST_BEGINNING = 12;

/** A character that is written as `&#x0063;` or as `%252563` takes up to ten. */
const LONGEST_CHARACTER = 10;

export interface SecretsOut {
  /** The text without the secrets, in any of the forms in which a careless program says them back. */
  scrub(text: string): string;
  /** Characters of the longest form: a text that is cut may end in the half of one. */
  readonly longest: number;
}

/**
 * Takes a store's own secrets out of what it says (I8): plain, in any case, percent-encoded (twice, too), with the escapes
 * of JSON or HTML, in base64 alone or in the midst of other text (as in a Basic header), and each of these from its
 * beginning on where it was cut off. Who wants to hide its own key in its text can: it is the store's to give away.
 */
export function secretsOut(secrets: Iterable<string>): SecretsOut {
  const long = [...secrets].filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf);
  const forms = [...new Set(long)].map((form) => readable(form).text).filter((form) => form.length >= SHORTEST_SECRET);

  return {
    longest: Math.max(0, ...long.map(({ length }) => length)) * LONGEST_CHARACTER,
    scrub(text) {
      const { text: read, placeOf } = readable(text);
      const found = forms.flatMap((form) => placesIn(read, form)).sort((a, b) => a.start - b.start);
      let scrubbed = '';
      let done = 0;
      for (const { start, end } of found) {
        const [from, to] = [placeOf(start), placeOf(end)];
        if (from >= done) scrubbed += text.slice(done, from) + REDACTED;
        done = Math.max(done, to);
      }
      return done === 0 ? text : scrubbed + text.slice(done);
    },
  };
}

/** In base64 a text looks otherwise by its distance to the text's start; its last character belongs to what follows, too. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const padded = text.indexOf('=');
    const own = text.slice([0, 2, 3][before], padded === -1 ? text.length : padded - 1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  // Percent-encoding counts bytes.
  return [secret, bytes.toString('latin1'), ...inBase64];
}

interface Readable {
  /** In small letters, without what is escaped or removed later. */
  text: string;
  /** Where a character of it stands in the text as it was. */
  placeOf(at: number): number;
}

/**
 * Texts and secrets are compared as this leaves them, so that a secret which looks like an escape is found as well. By
 * hand, since a store may send 16 MB of escapes: an expression took 2 µs for each.
 */
function readable(text: string): Readable {
  if (!/[%\\&\0A-Z]/.test(text)) return { text, placeOf: (at) => at };
  if (!/[%\\&\0]/.test(text)) return { text: inSmallLetters(charactersOf(text)), placeOf: (at) => at };
  const characters = new Uint16Array(text.length);
  const places = new Uint32Array(text.length + 1);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    const found = escapeAt(text, at);
    const means = found?.means;
    if (means === undefined) {
      places[length] = at;
      characters[length++] = text.charCodeAt(at);
    } else {
      for (let unit = 0; unit < means.length; unit++) {
        places[length] = at;
        characters[length++] = means.charCodeAt(unit);
      }
    }
    at = found?.end ?? at + 1;
    places[length] = at;
  }
  return { text: inSmallLetters(characters.subarray(0, length)), placeOf: (at) => places[at] ?? text.length };
}

function charactersOf(text: string): Uint16Array {
  const characters = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) characters[at] = text.charCodeAt(at);
  return characters;
}

/** A to Z alone: `toLowerCase` makes two characters of some (İ), and places would not fit any more. */
function inSmallLetters(characters: Uint16Array): string {
  for (let at = 0; at < characters.length; at++) {
    const code = characters[at] ?? 0;
    if (code >= 0x41 && code <= 0x5a) characters[at] = code + 0x20;
  }
  return Buffer.from(characters.buffer, characters.byteOffset, characters.byteLength).toString('utf16le');
}

/** Where the form stands whole, or cut off behind its beginning. */
function placesIn(text: string, form: string): { start: number; end: number }[] {
  const beginning = form.slice(0, SHORTEST_BEGINNING);
  const places: { start: number; end: number }[] = [];
  for (let start = text.indexOf(beginning); start !== -1; ) {
    let length = beginning.length;
    while (length < form.length && text[start + length] === form[length]) length++;
    places.push({ start, end: start + length });
    start = text.indexOf(beginning, start + length);
  }
  return places;
}
