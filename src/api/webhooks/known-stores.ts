import type { ReceivingStore } from '../../stores/webhooks/receiving-store';

export interface KnownStores {
  /** null where there is no such store, or it is connected no more. */
  find(storeId: string): Promise<ReceivingStore | null>;
  /**
   * As it is now, for what the remembered one does not explain: its secret may have been exchanged a moment ago. null where
   * it was looked at so lately that the answer would be the same.
   */
  lookAgain(storeId: string): Promise<ReceivingStore | null>;
  /** Whether there was such a store when it was asked for last, however long ago: while nobody answers, it still is one. */
  isKnown(storeId: string): boolean;
  forget(storeId: string): void;
}

export interface KnownStoresOptions {
  ask(storeId: string): Promise<ReceivingStore | null>;
  freshMs?: number;
  againMs?: number;
  most?: number;
}

/** So long a store is remembered, and so long that there is none. */
const FRESH_MS = 5_000;
/** Whoever sends wrong signatures has the store looked at so often, and no more. */
const AGAIN_MS = 2_000;
const MOST = 10_000;

interface Remembered {
  askedAt: number;
  store: Promise<ReceivingStore | null>;
}

/** What deliveries need of their stores, without a question for each. Ids that are no store's cannot drive stores out. */
export function knownStores({
  ask,
  freshMs = FRESH_MS,
  againMs = AGAIN_MS,
  most = MOST,
}: KnownStoresOptions): KnownStores {
  const known = new Map<string, Remembered>();
  const unknown = new Map<string, Remembered>();

  function askAnew(storeId: string): Remembered {
    const asked = { askedAt: performance.now(), store: ask(storeId) };
    const before = known.get(storeId);
    keep(unknown, storeId, asked);
    known.delete(storeId);
    asked.store.then(
      (store) => {
        if (store === null || unknown.get(storeId) !== asked) return;
        unknown.delete(storeId);
        keep(known, storeId, asked);
      },
      () => {
        if (unknown.get(storeId) !== asked) return;
        unknown.delete(storeId);
        if (before !== undefined) keep(known, storeId, before);
      },
    );
    return asked;
  }

  function keep(map: Map<string, Remembered>, storeId: string, asked: Remembered): void {
    map.delete(storeId); // the map's order is the order of asking
    const [oldest] = map.keys();
    if (map.size >= most && oldest !== undefined) map.delete(oldest);
    map.set(storeId, asked);
  }

  function remembered(storeId: string, withinMs: number): Remembered | null {
    const found = known.get(storeId) ?? unknown.get(storeId);
    return found !== undefined && performance.now() - found.askedAt < withinMs ? found : null;
  }

  return {
    find: (storeId) => (remembered(storeId, freshMs) ?? askAnew(storeId)).store,
    lookAgain: async (storeId) => (remembered(storeId, againMs) === null ? askAnew(storeId).store : null),
    isKnown: (storeId) => known.has(storeId),
    forget(storeId) {
      known.delete(storeId);
      unknown.delete(storeId);
    },
  };
}
