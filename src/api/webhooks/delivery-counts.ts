import type { Logger } from 'pino';
import type { DeliveryCount } from '../../stores/webhooks/count-deliveries';
import type { ReceivingStore } from '../../stores/webhooks/receiving-store';

export interface DeliveryCounts {
  rightlySigned(store: ReceivingStore, by: 'current' | 'former'): void;
  /** Whether it is one of so many in its minute that nobody hears of each any more. */
  wronglySigned(store: ReceivingStore): 'told' | 'too_many';
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

interface Minute {
  startedAt: number;
  wrong: number;
}

/** Deliveries are counted here and written down together: none of them waits for it, and wrong ones cost no row. */
export function deliveryCounts({ write, log }: DeliveryCountsOptions): DeliveryCounts {
  let counted = new Map<string, DeliveryCount & { tenantId: string }>();
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
    const some = [...counted.values()];
    counted = new Map();
    for (const tenantId of new Set(some.map((count) => count.tenantId))) {
      try {
        await write(
          tenantId,
          some.filter((count) => count.tenantId === tenantId),
        );
      } catch (err) {
        log.warn({ err, tenant_id: tenantId }, 'could not write down how many deliveries came');
      }
    }
    for (const [storeId, { startedAt }] of minutes) {
      if (performance.now() - startedAt >= MINUTE_MS) minutes.delete(storeId);
    }
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
      return minute.wrong > MOST_WRONG_A_MINUTE ? 'too_many' : 'told';
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flushing;
      await flush();
    },
  };
}
