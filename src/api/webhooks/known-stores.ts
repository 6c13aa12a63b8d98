import type { ReceivingStore } from '../../stores/webhooks/receiving-store';

export interface KnownStores {
  /** null where there is no such store, or it is connected no more. */
  find(storeId: string): Promise<ReceivingStore | null>;
  /**
   * As it is now, for what the remembered one does not explain: its secret may have been exchanged a moment ago. Where it was
   * looked at lately, perhaps for a stranger's sake, some wait until it may be again; null for those beyond, and where it was
   * looked at since that moment already.
   */
  lookAgain(storeId: string, since: number): Promise<ReceivingStore | null>;
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
/** Each may hold a body of up to 5 MiB meanwhile. */
const MOST_WAITING = { ofStore: 10, inAll: 200 };

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
  const waiting = new Map<string, number>();
  let waitingInAll = 0;

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

  async function lookAgain(storeId: string, since: number): Promise<ReceivingStore | null> {
    const last = remembered(storeId, againMs);
    if (last === null) return askAnew(storeId).store;
    if (last.askedAt >= since) return null;
    const ofStore = waiting.get(storeId) ?? 0;
    if (ofStore >= MOST_WAITING.ofStore || waitingInAll >= MOST_WAITING.inAll) return null;
    waiting.set(storeId, ofStore + 1);
    waitingInAll += 1;
    await new Promise((resolve) => setTimeout(resolve, last.askedAt + againMs - performance.now()));
    waitingInAll -= 1;
    const left = (waiting.get(storeId) ?? 1) - 1;
    if (left === 0) waiting.delete(storeId);
    else waiting.set(storeId, left);
    const now = remembered(storeId, againMs);
    return (now !== null && now.askedAt >= since ? now : askAnew(storeId)).store;
  }

  return {
    find: (storeId) => (remembered(storeId, freshMs) ?? askAnew(storeId)).store,
    lookAgain,
    isKnown: (storeId) => known.has(storeId),
    forget(storeId) {
      known.delete(storeId);
      unknown.delete(storeId);
    },
  };
}
