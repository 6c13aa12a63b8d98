/** What is written otherwise than it reads: what it means, and where it ends. Never longer than it was written. */
export interface Escape {
  means: string;
  end: number;
}

const ENTITIES = [
  ['lt;', '<'],
  ['gt;', '>'],
  ['quot;', '"'],
] as const;

/**
 * The escape that begins at a place: percent-encoding, JSON's, HTML's, the first and the last written twice or more, too.
 * A backslash, and a NUL, which is removed from texts, mean nothing. null for any other character.
 */
export function escapeAt(text: string, at: number): Escape | null {
  switch (text[at]) {
    case '%':
      return percent(text, at + 1);
    case '\\':
      return backslash(text, at + 1);
    case '&':
      return entity(text, at + 1);
    case '\0':
      return { means: '', end: at + 1 };
    default:
      return null;
  }
}

/** `%63`, and `%2563`, which is `%63` encoded once more. */
function percent(text: string, from: number): Escape | null {
  let at = from;
  while (text.startsWith('25', at) && isHex(text, at + 2, at + 4)) at += 2;
  return isHex(text, at, at + 2) ? { means: meaning(text.slice(at, at + 2), 16), end: at + 2 } : null;
}

function backslash(text: string, from: number): Escape {
  const isCode = (text[from] === 'u' || text[from] === 'U') && isHex(text, from + 1, from + 5);
  return isCode ? { means: meaning(text.slice(from + 1, from + 5), 16), end: from + 5 } : { means: '', end: from };
}

/** `&#99;`, `&#x63;`, `&lt;`, each with `&amp;` for its first character as well. */
function entity(text: string, from: number): Escape | null {
  let at = from;
  while (text.startsWith('amp;', at)) at += 4;
  const named = ENTITIES.find(([name]) => text.startsWith(name, at));
  if (named !== undefined) return { means: named[1], end: at + named[0].length };
  const number = text[at] === '#' ? numbered(text, at + 1) : null;
  return number ?? (at > from ? { means: '&', end: at } : null);
}

function numbered(text: string, from: number): Escape | null {
  // Leading zeros have no limit in HTML; nobody writes more.
  const number = text.slice(from, from + 10).split(';', 1)[0] ?? '';
  const end = from + number.length;
  if (text[end] !== ';') return null;
  if (/^x[0-9a-f]+$/i.test(number)) return { means: meaning(number.slice(1), 16), end: end + 1 };
  return /^[0-9]+$/.test(number) ? { means: meaning(number, 10), end: end + 1 } : null;
}

function meaning(digits: string, base: 10 | 16): string {
  const code = Number.parseInt(digits, base);
  const meansNothing = code === 0 || code === 0x5c || code > 0x10ffff;
  return meansNothing ? '' : String.fromCodePoint(code);
}

function isHex(text: string, from: number, to: number): boolean {
  if (to > text.length) return false;
  for (let at = from; at < to; at++) {
    if (!/[0-9a-f]/i.test(text.charAt(at))) return false;
  }
  return true;
}
