export interface FairTurns<Item> {
  /** At a time, and of one tenant. */
  atOnce: number;
  ofTenant: number;
  /** The next items in their order; none: there are no more. */
  more(): Promise<readonly Item[]>;
  work(item: Item): Promise<void>;
  /** Nothing is begun any more once it aborts. What is under way is awaited. */
  signal: AbortSignal;
}

/** Items wait here in their thousands, as ids: enough to come past a tenant whose stores are all slow. */
const MOST_WAITING = 20_000;

/**
 * Works items off, many at a time, so that no tenant's keep the others' waiting: the next one is of the tenant with the
 * fewest under way, and of one tenant only so many are. Where all that wait are of tenants at their share, the list is read on.
 *
 * @returns how many were listed and not begun, and whether the list was read to its end.
 */
export async function inFairTurns<Item extends { tenantId: string }>({
  atOnce,
  ofTenant,
  more,
  work,
  signal,
}: FairTurns<Item>): Promise<{ notBegun: number; listedAll: boolean }> {
  const waiting = new Map<string, Item[]>();
  const busy = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let waits = 0;
  let listedAll = false;

  function next(): Item | null {
    let chosen: string | null = null;
    let least = ofTenant;
    for (const tenantId of waiting.keys()) {
      const load = busy.get(tenantId) ?? 0;
      if (load >= least) continue;
      chosen = tenantId;
      least = load;
      if (load === 0) break;
    }
    if (chosen === null) return null;
    const items = waiting.get(chosen) ?? [];
    const item = items.shift() ?? null;
    // Behind the other tenants of as few.
    waiting.delete(chosen);
    if (items.length > 0) waiting.set(chosen, items);
    waits--;
    return item;
  }

  function begin(item: Item): void {
    const { tenantId } = item;
    busy.set(tenantId, (busy.get(tenantId) ?? 0) + 1);
    const working = work(item).finally(() => {
      underWay.delete(working);
      const left = (busy.get(tenantId) ?? 0) - 1;
      if (left > 0) busy.set(tenantId, left);
      else busy.delete(tenantId);
    });
    working.catch((error: unknown) => failures.push(error));
    underWay.add(working);
  }

  async function listOn(): Promise<void> {
    const items = await more();
    if (items.length === 0) listedAll = true;
    for (const item of items) {
      const others = waiting.get(item.tenantId);
      if (others === undefined) waiting.set(item.tenantId, [item]);
      else others.push(item);
    }
    waits += items.length;
  }

  try {
    while (!signal.aborted && failures.length === 0) {
      const item = underWay.size < atOnce ? next() : null;
      if (item !== null) begin(item);
      else if (underWay.size < atOnce && !listedAll && waits < MOST_WAITING) await listOn();
      else if (underWay.size > 0) await Promise.race(underWay).catch(() => undefined);
      else break;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
  if (failures.length > 0) throw failures[0];
  return { notBegun: waits, listedAll };
}
