import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Whose key it is can be read from its beginning. */
const BEGINNINGS = { tenant: 'cs', operator: 'cso' } as const;

export type KeyOwner = keyof typeof BEGINNINGS;

const KEYS: Record<KeyOwner, RegExp> = {
  tenant: /^cs_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/,
  operator: /^cso_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/,
};

/** Compared where there is no key: the time that an answer takes tells no prefix apart. */
const NO_HASH = Buffer.alloc(32);

/** A new key, `cs_<prefix>_<secret>`: the prefix finds its row, the secret has 256 random bits. */
export function newKeyText(owner: KeyOwner): { key: string; prefix: string } {
  const prefix = randomBytes(6).toString('hex');
  return { key: `${shownPrefix(owner, prefix)}_${randomBytes(32).toString('base64url')}`, prefix };
}

/** null for text that no key of ours looks like. */
export function prefixOfKey(owner: KeyOwner, key: string): string | null {
  return KEYS[owner].exec(key)?.[1] ?? null;
}

/** The beginning of a key, by which whoever has the key finds it in a list. */
export const shownPrefix = (owner: KeyOwner, prefix: string): string => `${BEGINNINGS[owner]}_${prefix}`;

/** Plain SHA-256: a slow hash protects passwords, and 256 random bits cannot be guessed. */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** In constant time, whether there is a hash to compare or not. */
export function isKeyOf(key: string, hash: Buffer | undefined): boolean {
  return timingSafeEqual(hashOfKey(key), hash ?? NO_HASH) && hash !== undefined;
}
