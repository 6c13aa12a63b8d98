import { createHash } from 'node:crypto';

/**
 * Where in a stretch of time a store has its place, from 0 to below 1: the same in every process and for as long as there
 * is the store, and evenly spread over many of them. `what`: a mode, which does not share its place with another.
 */
export function placeOf(storeId: string, what: string): number {
  const hash = createHash('sha256').update(`${storeId.toLowerCase()} ${what}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32;
}
