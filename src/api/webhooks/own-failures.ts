import { isTenantClosed } from '../../database/postgres-error';

interface FailedStore {
  tenantId: string;
  storeId: string;
}

export interface OwnFailures {
  /**
   * A delivery for this id got a 5xx of ours, or none: mostly nobody can say then whose it is. `isKnown`: there was such a
   * store when it was looked up last.
   */
  note(storeId: string, isKnown: boolean): void;
  stop(): Promise<void>;
}

interface OwnFailuresOptions {
  /** Those of the ids that are stores. */
  find(storeIds: readonly string[]): Promise<readonly FailedStore[]>;
  write(store: FailedStore): Promise<void>;
  everyMs?: number;
}

/** The database is what is away mostly: it is told when it is there again. */
const EVERY_MS = 5_000;
/** Ids that somebody made up while it was away; as many places again are left for stores that were known. */
const MOST_NAMED = 10_000;
const MOST_AT_ONCE = 500;
/** Each may wait seconds for a database that went away again. */
const MOST_FAULTS_IN_A_ROW = 5;

/** Stores switch off what is not answered: whoever looks after their webhooks hears of it, once a store and time. */
export function ownFailures({ find, write, everyMs = EVERY_MS }: OwnFailuresOptions): OwnFailures {
  const failed = new Set<string>();
  let writing = Promise.resolve();
  const timer = setInterval(() => {
    writing = writing.then(writeAll);
  }, everyMs).unref();

  async function writeAll(): Promise<void> {
    const all = [...failed];
    try {
      for (let from = 0; from < all.length; from += MOST_AT_ONCE) await writeSome(all.slice(from, from + MOST_AT_ONCE));
    } catch {
      // It is away still.
    }
  }

  async function writeSome(storeIds: readonly string[]): Promise<void> {
    const stores = await find(storeIds);
    const found = new Set(stores.map(({ storeId }) => storeId));
    for (const storeId of storeIds) if (!found.has(storeId)) failed.delete(storeId);
    let faults = 0;
    for (const store of stores) {
      failed.delete(store.storeId);
      try {
        await write(store);
        faults = 0;
      } catch (error) {
        if (isTenantClosed(error)) continue;
        failed.add(store.storeId); // behind the others: it is no reason that they wait
        faults += 1;
        if (faults === MOST_FAULTS_IN_A_ROW) throw error;
      }
    }
  }

  return {
    note(storeId, isKnown) {
      if (failed.size < MOST_NAMED * (isKnown ? 2 : 1)) failed.add(storeId);
    },
    async stop() {
      clearInterval(timer);
      await writing;
      await writeAll();
    },
  };
}
