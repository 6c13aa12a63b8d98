import { createHash } from 'node:crypto';
import { LosslessNumber, parse } from 'lossless-json';
import { beyondJsonLimits } from '../http/json-limits';

/** A number that a double would change (I11): Shopify's ids are numbers of up to 20 digits. */
const NEEDS_EXACT_NUMBERS = /\d{16}/;

/** The JSON object that a body is; null where it is none, or more than any delivery is. */
export function objectIn(body: Buffer): Readonly<Record<string, unknown>> | null {
  const text = body.toString('utf8');
  if (beyondJsonLimits(text) !== null) return null;
  try {
    const value: unknown = NEEDS_EXACT_NUMBERS.test(text) ? parse(text) : JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id as the catalogue writes it. Both platforms count their ids; 0 stands for none. */
export function idIn(value: unknown): string | null {
  const isExact = typeof value === 'string' || value instanceof LosslessNumber || Number.isSafeInteger(value);
  const text = isExact ? String(value) : '';
  return /^[1-9]\d{0,19}$/.test(text) ? text : null;
}

/** A date with its zone, in UTC; null for anything else, and for years that no store means. */
export function momentIn(value: unknown): string | null {
  if (typeof value !== 'string' || !/^(19|20)\d\d-\d\d-\d\dT[\d:.]{8,18}(Z|[+-]\d\d:\d\d)$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/**
 * The topic that a header names. What a store owner may have entered is `order.created` or `customers/update`; whatever does
 * not look so is not repeated, least of all what may be a key (I8).
 */
export function topicIn(header: unknown): string {
  return typeof header === 'string' && /^[a-z_]{1,40}[./][a-z_]{1,60}$/.test(header) ? header : 'unknown';
}

/** Equal for equal parts: a hash, since they are as long as their sender likes. */
export function deduplicationKey(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest('base64url');
}
