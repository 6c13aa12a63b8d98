/** Notices hold brackets themselves: so many are tried as the start of the JSON, of so many that are looked at. */
const MOST_STARTS = 30;
const MOST_BRACKETS = 10_000;

/** Of a text that is a web page, no part is the answer, whatever its scripts hold. */
const WEB_PAGE = /<(?:!doctype|html|head|body|title|script)\b/i;

/** What may stand behind the bracket that begins a list or an object. */
const LIKE_JSON = /\[\s*(?:[[{"\]\d-]|true|false|null)|\{\s*["}]/y;

interface Found {
  value: object;
  length: number;
  /** Nothing stands behind it. */
  isLast: boolean;
}

/**
 * The whole JSON value in the midst of what plugins print around it: PHP's notices in front, a cache's comment behind.
 * undefined where there is none. Of several the one that ends the text counts, else the longest: a notice may quote some.
 */
export function valueAmidst(text: string, parsed: (text: string) => unknown): unknown {
  const found = valuesIn(text, parsed);
  const last = found.find(({ isLast }) => isLast);
  return (last ?? found.reduce<Found | null>((a, b) => (a !== null && a.length >= b.length ? a : b), null))?.value;
}

function valuesIn(text: string, parsed: (text: string) => unknown): Found[] {
  const found: Found[] = [];
  // A value is looked through to its end, and what is none to the end of the text: twice in all, however many begin.
  let mayLookAt = 2 * text.length;
  const starts = /[[{]/g;
  let isCutOff = false;
  let tried = 0;
  for (let looked = 0; looked < MOST_BRACKETS && tried < MOST_STARTS; looked++) {
    const at = starts.exec(text)?.index;
    if (at === undefined) break;
    if (isInside(text, at) || !isLikeJson(text, at)) continue;
    tried++;
    // What is in the texts of a value that was cut off is no value of its own.
    if (isCutOff && !beginsLine(text, at)) continue;
    mayLookAt -= text.length - at;
    if (mayLookAt < 0) break;
    const end = endOfValue(text, at);
    if (end !== null) mayLookAt += text.length - end;
    const value = end === null ? undefined : parsed(text.slice(at, end));
    if (end === null || value === undefined) {
      isCutOff = true;
      continue;
    }
    starts.lastIndex = end;
    const isLast = text.slice(end).trim() === '';
    if (!isAnswer(value) || (isEmpty(value) && !isLast && !beginsLine(text, at))) continue;
    if (isLast || !WEB_PAGE.test(text.slice(0, at))) found.push({ value, length: end - at, isLast });
  }
  return found;
}

/** Cut off after a product's images, a list ends in what reads as a whole list: of images. */
function isInside(text: string, start: number): boolean {
  return /[:,[{]\s*$/.test(text.slice(Math.max(0, start - 20), start));
}

function isLikeJson(text: string, start: number): boolean {
  LIKE_JSON.lastIndex = start;
  return LIKE_JSON.test(text);
}

/** Also behind a tag, as `<br />`, and behind a byte order mark, which counts as a space. */
function beginsLine(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 20), start);
  const printed = before.trimEnd();
  return printed.endsWith('>') || before.slice(printed.length).includes('\n') || (start <= 20 && printed === '');
}

/** Behind the bracket that closes the one at `start`; null when none does. */
function endOfValue(text: string, start: number): number | null {
  let depth = 0;
  let isText = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      if (character === '\\') at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '[' || character === '{') depth++;
    else if ((character === ']' || character === '}') && --depth === 0) return at + 1;
  }
  return null;
}

/** The interface answers objects, and lists of objects. */
function isAnswer(value: unknown): value is object {
  return Array.isArray(value) ? value.every(isObject) : isObject(value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
