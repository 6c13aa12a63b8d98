import { createHash } from 'node:crypto';
import type { SentKey } from '../../tenants/known-keys';
import { askTogether } from './ask-together';

/** Answers for each key, in their order, its id, or null where it is nobody's. */
export type AskForKeys = (sent: readonly SentKey[]) => Promise<(string | null)[]>;

export interface KeyProver {
  /** The id of a key, or null; whoever comes first with it waits for the database. */
  idOf(sent: SentKey): Promise<string | null>;
  /** It was refused since. */
  forget(sent: SentKey): void;
}

const MOST_PROVEN = 10_000;

/**
 * Finds out which keys are anybody's before they cost a connection, one statement at a time for all that wait: whoever tries
 * keys takes one connection, whatever their number, and no tenant's share. Good ones are remembered, so that they go past
 * that queue; what they may do is asked in each request's own transaction, so that one that was revoked opens nothing.
 */
export function keyProver(ask: AskForKeys, { mostProven = MOST_PROVEN } = {}): KeyProver {
  const proven = new Map<string, string>();
  const askForKey = askTogether(ask);

  function remember(sent: SentKey, id: string): void {
    const [oldest] = proven.keys();
    if (proven.size >= mostProven && oldest !== undefined) proven.delete(oldest);
    proven.set(fingerprint(sent), id);
  }

  return {
    async idOf(sent) {
      const known = proven.get(fingerprint(sent));
      if (known !== undefined) return known;
      const id = await askForKey(sent);
      if (id !== null) remember(sent, id);
      return id;
    },
    forget: (sent) => void proven.delete(fingerprint(sent)),
  };
}

/** No key is kept as it is. */
const fingerprint = ({ tenantId, key }: SentKey): string =>
  createHash('sha256').update(`${tenantId?.toLowerCase()} ${key}`).digest('base64');
