interface StoreToLookAt {
  tenantId: string;
  storeId: string;
}

export interface LooksLater {
  want(store: StoreToLookAt): void;
  stop(): void;
}

/** A look within the last minute may have begun before the news; one that begins within the next has seen it. */
const AFTER_MS = 60_000;
/** Beyond, and for one whose process ends, there is a look within the hour. */
const MOST_STORES = 1_000;

/** Wants looks at stores that were looked at a moment ago: once each, however often they tell. It never throws. */
export function looksLater({
  want,
  failed,
}: {
  want(store: StoreToLookAt): Promise<unknown>;
  failed(store: StoreToLookAt): void;
}): LooksLater {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    want({ tenantId, storeId }) {
      if (timers.has(storeId) || timers.size >= MOST_STORES) return;
      const timer = setTimeout(() => {
        timers.delete(storeId);
        want({ tenantId, storeId }).catch(() => failed({ tenantId, storeId }));
      }, AFTER_MS).unref();
      timers.set(storeId, timer);
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
