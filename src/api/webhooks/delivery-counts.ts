import type { Logger } from 'pino';
import { isTenantClosed } from '../../database/postgres-error';
import type { DeliveryCount } from '../../stores/webhooks/count-deliveries';
import type { ReceivingStore } from '../../stores/webhooks/receiving-store';

export interface DeliveryCounts {
  rightlySigned(store: ReceivingStore, by: 'current' | 'former'): void;
  /** Of many in a minute the log hears twice. */
  wronglySigned(store: ReceivingStore): void;
  /** Writes what came down, as far as the database answers. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeliveryCountsOptions {
  write(tenantId: string, counts: readonly DeliveryCount[]): Promise<void>;
  log: Logger;
}

/** Each write costs the store's row a new version. */
const EVERY_MS = 5_000;
const MINUTE_MS = 60_000;
const MOST_WRONG_A_MINUTE = 60;
/** Only ids of connected stores are counted. */
const MOST_STORES = 10_000;

type Counted = DeliveryCount & { tenantId: string };

interface Minute {
  startedAt: number;
  wrong: number;
}

/** Deliveries are counted here and written down together: none of them waits for it, and wrong ones cost no row. */
export function deliveryCounts({ write, log }: DeliveryCountsOptions): DeliveryCounts {
  let counted = new Map<string, Counted>();
  const minutes = new Map<string, Minute>();
  let flushing: Promise<void> | null = null;
  const timer = setInterval(() => void flush(), EVERY_MS).unref();

  function countOf({ tenantId, storeId, secretVersion }: ReceivingStore) {
    const known = counted.get(storeId);
    if (known?.secretVersion === secretVersion) return known;
    const fresh = {
      ...{ tenantId, storeId, secretVersion, byCurrent: 0, byFormer: 0 },
      lastReceivedAt: known?.lastReceivedAt ?? null,
      wrongSignatures: known?.wrongSignatures ?? 0,
      lastWrongAt: known?.lastWrongAt ?? null,
    };
    counted.set(storeId, fresh);
    return fresh;
  }

  async function writeAll(): Promise<void> {
    // Rows in one order: two processes that write down the same stores would else wait for each other.
    const some = [...counted.values()].sort((a, b) => (a.storeId < b.storeId ? -1 : 1));
    counted = new Map();
    for (const tenantId of new Set(some.map((count) => count.tenantId))) {
      const ofTenant = some.filter((count) => count.tenantId === tenantId);
      try {
        await write(tenantId, ofTenant);
      } catch (err) {
        if (isTenantClosed(err)) continue;
        log.warn({ err, tenant_id: tenantId }, 'could not write down yet how many deliveries came');
        ofTenant.forEach(takeBack);
      }
    }
    for (const [storeId, { startedAt }] of minutes) {
      if (performance.now() - startedAt >= MINUTE_MS) minutes.delete(storeId);
    }
  }

  /** They go with what came meanwhile. */
  function takeBack(before: Counted): void {
    const since = counted.get(before.storeId);
    if (since === undefined) {
      counted.set(before.storeId, before);
      return;
    }
    if (since.secretVersion === before.secretVersion) {
      since.byCurrent += before.byCurrent;
      since.byFormer += before.byFormer;
    }
    since.lastReceivedAt ??= before.lastReceivedAt;
    since.wrongSignatures += before.wrongSignatures;
    since.lastWrongAt ??= before.lastWrongAt;
  }

  function flush(): Promise<void> {
    flushing ??= writeAll().finally(() => {
      flushing = null;
    });
    return flushing;
  }

  function minuteOf({ storeId }: ReceivingStore): Minute {
    const known = minutes.get(storeId);
    if (known !== undefined && performance.now() - known.startedAt < MINUTE_MS) return known;
    const minute = { startedAt: performance.now(), wrong: 0 };
    minutes.delete(storeId);
    const [oldest] = minutes.keys();
    if (minutes.size >= MOST_STORES && oldest !== undefined) minutes.delete(oldest);
    minutes.set(storeId, minute);
    return minute;
  }

  return {
    rightlySigned(store, by) {
      const count = countOf(store);
      if (by === 'current') count.byCurrent += 1;
      else count.byFormer += 1;
      count.lastReceivedAt = new Date();
    },
    wronglySigned(store) {
      const count = countOf(store);
      count.wrongSignatures += 1;
      count.lastWrongAt = new Date();
      const minute = minuteOf(store);
      minute.wrong += 1;
      const { storeId, tenantId } = store;
      const ids = { store_id: storeId, tenant_id: tenantId };
      if (minute.wrong === 1) log.warn(ids, 'a delivery of this store is not signed with its secret');
      if (minute.wrong === MOST_WRONG_A_MINUTE + 1) log.warn(ids, 'many deliveries of this store are wrongly signed');
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flushing;
      await flush();
    },
  };
}
