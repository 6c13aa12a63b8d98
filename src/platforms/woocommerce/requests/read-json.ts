import { parse } from 'lossless-json';

/** A number that a double would change: an id from 2^53 on (I11), or a price that a plugin sends as a number (I6). */
const NEEDS_EXACT_NUMBERS = /\d{16}|"(?:price|regular_price)":\s*-?\d/;

/** Notices may hold brackets themselves: this many are tried as the start of the JSON. */
const MOST_STARTS = 30;

/**
 * The JSON in an answer, or undefined. A plugin's PHP notice in front of it is tolerated when the rest parses.
 * Numbers are numbers, or `LosslessNumber` all over an answer that has one which a double would change.
 */
export function readJson(text: string): unknown {
  const value = parsed(text);
  if (value !== undefined) return value;

  const starts = /[[{]/g;
  for (let tried = 0, start = starts.exec(text); start !== null && tried < MOST_STARTS; tried++) {
    const rest = isInside(text, start.index) ? undefined : parsed(text.slice(start.index));
    if (rest !== undefined) return rest;
    start = starts.exec(text);
  }
  return undefined;
}

/** Cut off after a product's images, a list ends in what reads as a whole list: of images. */
function isInside(text: string, start: number): boolean {
  return /[:,[{]\s*$/.test(text.slice(Math.max(0, start - 20), start));
}

function parsed(text: string): unknown {
  try {
    return NEEDS_EXACT_NUMBERS.test(text) ? parse(text) : JSON.parse(text);
  } catch {
    return undefined;
  }
}
