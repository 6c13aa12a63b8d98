interface FailedStore {
  tenantId: string;
  storeId: string;
}

export interface OwnFailures {
  /** A delivery of the store got a 5xx of ours, or none. */
  note(store: FailedStore): void;
  stop(): Promise<void>;
}

/** The database is what is away mostly: it is told when it is there again. */
const EVERY_MS = 5_000;
const MOST_STORES = 10_000;

/** Stores switch off what is not answered: whoever looks after their webhooks hears of it, once a store and time. */
export function ownFailures({
  write,
  everyMs = EVERY_MS,
}: {
  write(store: FailedStore): Promise<void>;
  everyMs?: number;
}): OwnFailures {
  const failed = new Map<string, FailedStore>();
  let writing = Promise.resolve();
  const timer = setInterval(() => {
    writing = writing.then(writeAll);
  }, everyMs).unref();

  async function writeAll(): Promise<void> {
    for (const [storeId, store] of failed) {
      try {
        await write(store);
      } catch {
        return; // it is away still
      }
      failed.delete(storeId);
    }
  }

  return {
    note({ tenantId, storeId }) {
      if (failed.size < MOST_STORES) failed.set(storeId, { tenantId, storeId });
    },
    async stop() {
      clearInterval(timer);
      await writing;
      await writeAll();
    },
  };
}
