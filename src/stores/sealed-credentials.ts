import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A store, whose value it is. It unseals for the same three only: a row copied to another store is worthless. */
export interface SealOwner {
  /** `operator` for what belongs to no tenant. */
  tenantId: string;
  /** Of an alert channel or an event endpoint that one's id stands here. */
  storeId: string;
  purpose: Exclude<keyof typeof PURPOSES, 'answers'>;
}

/** Likewise a row of `idempotency_keys`. */
interface AnswerOwner {
  /** null: an operator's. */
  tenantId: string | null;
  rowId: string;
  purpose: 'answers';
}

type AnyOwner = SealOwner | AnswerOwner;

export interface Sealer {
  /** Of all keys, the first of which seals. An id stands in front of what its key sealed, and tells nothing of the key. */
  readonly keyIds: readonly [string, ...string[]];
  /** `value` is anything that JSON can say. */
  seal(owner: AnyOwner, value: unknown): Buffer;
  /** @throws a `SealError` when the key is not among ours, or the owner or a byte is another. */
  unseal(owner: AnyOwner, sealed: Buffer): unknown;
}

/** What cannot be unsealed: its message names the owner, and never holds a key. */
export class SealError extends Error {}

const KEY_ID_LENGTH = 8;
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/**
 * AES-256-GCM: `<key id, 8 hex digits><iv, 12 bytes><tag, 16 bytes><JSON, encrypted>`. The first key seals, all
 * unseal, so that a new key can be put in front before the old one goes.
 */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const [sealing, ...older] = keys;
  if (sealing === undefined) throw new Error('A sealer needs a key: set CREDENTIALS_KEY');
  const byId = new Map(keys.map((key) => [idOf(key), key]));

  return {
    keyIds: [idOf(sealing), ...older.map(idOf)],

    seal(owner, value) {
      const iv = randomBytes(IV_LENGTH);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(associatedData(owner));
      const encrypted = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from(idOf(sealing), 'latin1'), iv, cipher.getAuthTag(), encrypted]);
    },

    unseal(owner, sealed) {
      const keyId = sealed.toString('latin1', 0, KEY_ID_LENGTH);
      const key = byId.get(keyId);
      if (key === undefined) throw new SealError(unknownKey(owner, keyId));

      const tagStart = KEY_ID_LENGTH + IV_LENGTH;
      const bodyStart = tagStart + TAG_LENGTH;
      if (sealed.length <= bodyStart) throw new SealError(notSealedForOwner(owner));
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(KEY_ID_LENGTH, tagStart))
        .setAAD(associatedData(owner))
        .setAuthTag(sealed.subarray(tagStart, bodyStart));
      return JSON.parse(openedText(decipher, sealed.subarray(bodyStart), owner));
    },
  };
}

function openedText(decipher: ReturnType<typeof createDecipheriv>, encrypted: Buffer, owner: AnyOwner): string {
  try {
    return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8');
  } catch {
    throw new SealError(notSealedForOwner(owner)); // node's own words are "unable to authenticate data"
  }
}

function idOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, KEY_ID_LENGTH);
}

const idOfOwner = (owner: AnyOwner): string => ('storeId' in owner ? owner.storeId : owner.rowId);

function associatedData(owner: AnyOwner): Buffer {
  const tenantId = owner.tenantId?.toLowerCase() ?? null;
  return Buffer.from(JSON.stringify([tenantId, idOfOwner(owner).toLowerCase(), owner.purpose]));
}

const OF_STORE = { of: 'store', mend: 'connect the store again' } as const;

const PURPOSES = {
  credentials: { what: 'credentials', ...OF_STORE },
  webhooks: { what: 'secrets of webhooks', ...OF_STORE },
  alert_channel: { what: 'address', of: 'alert channel', mend: 'make the channel anew' },
  event_endpoint: { what: 'secrets', of: 'event endpoint', mend: 'make a new secret for it' },
  answers: { what: 'answer', of: 'idempotency key', mend: 'send the request under a new key' },
} as const;

/** Damaged bytes can stand where the key's id should: only what looks like one is shown. */
function unknownKey(owner: AnyOwner, keyId: string): string {
  const { what, of, mend } = PURPOSES[owner.purpose];
  const name = /^[0-9a-f]{8}$/.test(keyId) ? keyId : 'of an unreadable id';
  return `The ${what} of ${of} ${idOfOwner(owner)} were sealed with key ${name}, which CREDENTIALS_KEY does not hold: add that key behind the first, or ${mend}`;
}

function notSealedForOwner(owner: AnyOwner): string {
  const { what, of, mend } = PURPOSES[owner.purpose];
  return `The sealed ${what} of ${of} ${idOfOwner(owner)} are damaged or were not sealed for it and tenant ${owner.tenantId}: ${mend}`;
}
