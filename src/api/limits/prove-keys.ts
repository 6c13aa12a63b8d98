import { createHash } from 'node:crypto';
import type { SentKey } from '../../tenants/known-keys';

/** Answers for each key, in their order, its id, or null where it is nobody's. */
export type AskForKeys = (sent: readonly SentKey[]) => Promise<(string | null)[]>;

export interface KeyProver {
  /** The id of a key, or null; whoever comes first with it waits for the database. */
  idOf(sent: SentKey): Promise<string | null>;
  /** It was refused since. */
  forget(sent: SentKey): void;
}

/** A statement's worth: with more the event loop would feel the hashing. */
const MOST_AT_ONCE = 500;
const MOST_PROVEN = 10_000;

/**
 * Finds out which keys are anybody's before they cost a connection, one statement at a time for all that wait: whoever tries
 * keys takes one connection, whatever their number, and no tenant's share. Good ones are remembered, so that they go past
 * that queue; what they may do is asked in each request's own transaction, so that one that was revoked opens nothing.
 */
export function keyProver(ask: AskForKeys, { mostProven = MOST_PROVEN } = {}): KeyProver {
  const proven = new Map<string, string>();
  const waiting: { sent: SentKey; tell: (id: string | null) => void; fail: (error: unknown) => void }[] = [];
  let isAsking = false;

  async function askForWaiting(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    while (waiting.length > 0) {
      const some = waiting.splice(0, MOST_AT_ONCE);
      try {
        const ids = await ask(some.map(({ sent }) => sent));
        some.forEach(({ tell }, at) => void tell(ids[at] ?? null));
      } catch (error) {
        for (const { fail } of some) fail(error);
      }
    }
    isAsking = false;
  }

  function remember(sent: SentKey, id: string): void {
    const [oldest] = proven.keys();
    if (proven.size >= mostProven && oldest !== undefined) proven.delete(oldest);
    proven.set(fingerprint(sent), id);
  }

  return {
    async idOf(sent) {
      const known = proven.get(fingerprint(sent));
      if (known !== undefined) return known;
      const id = await new Promise<string | null>((tell, fail) => {
        waiting.push({ sent, tell, fail });
        void askForWaiting();
      });
      if (id !== null) remember(sent, id);
      return id;
    },
    forget: (sent) => void proven.delete(fingerprint(sent)),
  };
}

/** No key is kept as it is. */
const fingerprint = ({ tenantId, key }: SentKey): string =>
  createHash('sha256').update(`${tenantId?.toLowerCase()} ${key}`).digest('base64');
