import { createHash, randomBytes } from 'node:crypto';

const KEY = /^cs_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** A new API key, `cs_<prefix>_<secret>`: the prefix finds its row, the secret has 256 random bits. */
export function newKeyText(): { key: string; prefix: string } {
  const prefix = randomBytes(6).toString('hex');
  return { key: `cs_${prefix}_${randomBytes(32).toString('base64url')}`, prefix };
}

/** null for text that no key of ours looks like. */
export function prefixOfKey(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

/** Plain SHA-256: a slow hash protects passwords, and 256 random bits cannot be guessed. */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
