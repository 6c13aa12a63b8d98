import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { RefreshHintsInput } from '../../model/workflow-inputs';

export interface Doorbell {
  /** Nobody waits for it, and it never throws. */
  ring(store: RefreshHintsInput): void;
  /** Rings for those that still wait for their turn, as far as Temporal answers. */
  stop(): Promise<void>;
}

export interface DoorbellOptions {
  ring(store: RefreshHintsInput): Promise<void>;
  log: Logger;
  everyMs?: number;
}

/** Of a store, in this process. */
const EVERY_MS = 1_000;
/** Beyond, and while Temporal does not answer, the look each minute rings. */
const MOST_STORES = 2_000;
const MOST_AT_ONCE = 50;
const STOPPING_MS = 3_000;

interface Store {
  input: RefreshHintsInput;
  /** It told more since it was last rung for. */
  isDue: boolean;
}

/**
 * Joins the rings of a store, leading and trailing: the first one goes at once, and whatever comes within a second after it
 * is one more at its end. So the last news of a store is always followed by a ring.
 */
export function joinedDoorbell({ ring, log, everyMs = EVERY_MS }: DoorbellOptions): Doorbell {
  /** Those that were rung for within the last second. */
  const lately = new Map<string, Store>();
  const timers = new Set<NodeJS.Timeout>();
  const ringing = new Set<Promise<void>>();
  let hasFailed = false;

  function ringFor(store: Store): void {
    store.isDue = ringing.size >= MOST_AT_ONCE;
    if (!store.isDue) {
      const rung = ring(store.input).then(succeeded, failed);
      ringing.add(rung);
      rung.finally(() => ringing.delete(rung));
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (store.isDue) ringFor(store);
      else lately.delete(store.input.storeId);
    }, everyMs).unref();
    timers.add(timer);
  }

  function succeeded(): void {
    if (hasFailed) log.info('Temporal is told again of what stores send');
    hasFailed = false;
  }

  /** Once: with Temporal away each delivery would say the same. */
  function failed(err: unknown): void {
    if (!hasFailed) log.warn({ err }, 'Temporal is not told of what stores send: what came waits in the inbox');
    hasFailed = true;
  }

  return {
    ring(input) {
      const known = lately.get(input.storeId);
      if (known !== undefined) {
        known.isDue = true;
      } else if (lately.size < MOST_STORES) {
        const store = { input, isDue: false };
        lately.set(input.storeId, store);
        ringFor(store);
      }
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      for (const { input, isDue } of lately.values()) if (isDue) ringing.add(ring(input).then(succeeded, failed));
      lately.clear();
      await Promise.race([Promise.all(ringing), wait(STOPPING_MS, undefined, { ref: false })]);
    },
  };
}
