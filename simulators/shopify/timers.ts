/** What a shop does later: nothing of it outlives the shop. */
export type ShopTimers = {
  after(ms: number, act: () => void): void;
  /** From now on nothing happens later. */
  end(): void;
};

export function shopTimers(): ShopTimers {
  const waiting = new Set<NodeJS.Timeout>();
  let hasEnded = false;

  return {
    after(ms, act) {
      if (hasEnded) return;
      const timer = setTimeout(() => {
        waiting.delete(timer);
        act();
      }, ms);
      waiting.add(timer);
    },
    end() {
      hasEnded = true;
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
