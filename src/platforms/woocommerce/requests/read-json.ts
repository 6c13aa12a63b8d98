import { parse } from 'lossless-json';
import { beyondJsonLimits } from '../../http/json-limits';
import { valueAmidst } from './stray-output';

/** A number that a double would change: an id from 2^53 on (I11), or a price that a plugin sends as a number (I6). */
const NEEDS_EXACT_NUMBERS = /\d{16}|"(?:price|regular_price)":\s*-?\d/;

/**
 * The JSON in an answer, or undefined. What plugins print around a whole value is cut off; a value that was cut off
 * itself is none. Numbers are numbers, or `LosslessNumber` all over an answer that has one which a double would change.
 */
export function readJson(text: string): unknown {
  const value = parsed(text);
  return value === undefined ? valueAmidst(text, parsedPart) : value;
}

/** The whole was held against the limits when it came; where it begins with a quotation mark, its parts look otherwise. */
function parsedPart(text: string): unknown {
  return beyondJsonLimits(text) === null ? parsed(text) : undefined;
}

function parsed(text: string): unknown {
  try {
    return NEEDS_EXACT_NUMBERS.test(text) ? parse(text) : JSON.parse(text);
  } catch {
    return undefined;
  }
}
