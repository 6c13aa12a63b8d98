import type { ReadAhead } from './read-ahead';

/** The run's next batch mostly begins within 50 ms. But it may be paused, cancelled, or go on in another process. */
const KEPT_MS = 5_000;

/** As many as activities work at a time: an answer of Shopify may hold 10 MB. */
const MOST_KEPT = 10;

interface Kept {
  /** Where it stands. */
  cursor: string;
  reader: ReadAhead;
}

/**
 * Readers between two batches of a run: the store is at work while Temporal takes its step. They are this process's
 * alone: whoever goes on elsewhere asks anew, and what nobody takes is broken off.
 */
export interface KeptReaders {
  /** Of more than a process should hold, the caller's is broken off at once. */
  keep(runId: string, kept: Kept): Promise<void>;
  /** What was kept for this place of the run, read with these credentials; anything else of the run is broken off. */
  take(runId: string, cursor: string | null, credentialsVersion: number): Promise<ReadAhead | null>;
  /** The run goes on no further, or not now. */
  drop(runId: string): Promise<void>;
}

export function keptReaders(keptMs = KEPT_MS): KeptReaders {
  const all = new Map<string, Kept & { timer: NodeJS.Timeout }>();

  function remove(runId: string): Kept | undefined {
    const kept = all.get(runId);
    all.delete(runId);
    clearTimeout(kept?.timer);
    return kept;
  }

  return {
    async keep(runId, kept) {
      if (all.has(runId) || all.size === MOST_KEPT) return kept.reader.stop();
      const timer = setTimeout(() => void remove(runId)?.reader.stop(), keptMs);
      timer.unref();
      all.set(runId, { ...kept, timer });
    },

    async take(runId, cursor, credentialsVersion) {
      const kept = remove(runId);
      if (kept === undefined) return null;
      if (kept.cursor === cursor && kept.reader.store.credentialsVersion === credentialsVersion) return kept.reader;
      await kept.reader.stop();
      return null;
    },

    drop: async (runId) => remove(runId)?.reader.stop(),
  };
}
