import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface Doorbell<Door> {
  /** Nobody waits for it, and it never throws. */
  ring(door: Door): void;
  /** Rings for those that still wait for their turn, as far as Temporal answers. */
  stop(): Promise<void>;
}

export interface DoorbellOptions<Door> {
  ring(door: Door): Promise<void>;
  keyOf(door: Door): string;
  /** What Temporal is told of, and where it waits until then: for the log. */
  words: { of: string; waits: string };
  log: Logger;
  everyMs?: number;
}

/** Of a door, in this process. */
const EVERY_MS = 1_000;
/** Beyond, and while Temporal does not answer, the look each minute rings. */
const MOST_DOORS = 2_000;
const MOST_AT_ONCE = 50;
const STOPPING_MS = 3_000;

interface Rung<Door> {
  door: Door;
  /** There is more since it was last rung for. */
  isDue: boolean;
}

/**
 * Joins the rings of a door, leading and trailing: the first one goes at once, and whatever comes within a second after it
 * is one more at its end. So its last news is always followed by a ring.
 */
export function joinedDoorbell<Door>({
  ring,
  keyOf,
  words,
  log,
  everyMs = EVERY_MS,
}: DoorbellOptions<Door>): Doorbell<Door> {
  /** Those that were rung for within the last second. */
  const lately = new Map<string, Rung<Door>>();
  const timers = new Set<NodeJS.Timeout>();
  const ringing = new Set<Promise<void>>();
  let hasFailed = false;

  function ringFor(known: Rung<Door>): void {
    known.isDue = ringing.size >= MOST_AT_ONCE;
    if (!known.isDue) {
      const rung = ring(known.door).then(succeeded, failed);
      ringing.add(rung);
      rung.finally(() => ringing.delete(rung));
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (known.isDue) ringFor(known);
      else lately.delete(keyOf(known.door));
    }, everyMs).unref();
    timers.add(timer);
  }

  function succeeded(): void {
    if (hasFailed) log.info(`Temporal is told again of ${words.of}`);
    hasFailed = false;
  }

  /** Once: with Temporal away each ring would say the same. */
  function failed(err: unknown): void {
    if (!hasFailed) log.warn({ err }, `Temporal is not told of ${words.of}: ${words.waits}`);
    hasFailed = true;
  }

  return {
    ring(door) {
      const known = lately.get(keyOf(door));
      if (known !== undefined) {
        known.isDue = true;
      } else if (lately.size < MOST_DOORS) {
        const first = { door, isDue: false };
        lately.set(keyOf(door), first);
        ringFor(first);
      }
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      for (const { door, isDue } of lately.values()) if (isDue) ringing.add(ring(door).then(succeeded, failed));
      lately.clear();
      await Promise.race([Promise.all(ringing), wait(STOPPING_MS, undefined, { ref: false })]);
    },
  };
}
