import type { Database } from '../../database/database';
import type { Store } from '../../stores/store';

/** A store is asked once in so long, over all who ask this process: whoever may ask can ask any number of times. */
const PAUSE_MS = 5_000;

/** Of each process by its database, the stores that were asked, the one that was asked longest ago first. */
const asked = new WeakMap<Database, Map<string, number>>();

/** Whether a store may be asked now; then it counts as asked. */
export function mayAsk(database: Database, { id }: Pick<Store, 'id'>, now = performance.now()): boolean {
  const stores = asked.get(database) ?? new Map<string, number>();
  asked.set(database, stores);
  for (const [each, at] of stores) {
    if (at + PAUSE_MS > now) break;
    stores.delete(each);
  }
  if (stores.has(id)) return false;
  stores.set(id, now);
  return true;
}
