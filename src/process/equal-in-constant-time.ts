import { createHash, timingSafeEqual } from 'node:crypto';

/** Hashes have one length, so that not even the length of a key can be measured. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(left, right);
}
