import type { ActivitySlotInfo, CustomSlotSupplier, SlotPermit } from '@temporalio/worker';

/**
 * Activities that a process does at a time, those of them that one tenant's stores leave to others, those that a tenant
 * always gets, and tasks that it takes in all: what waits for its turn costs next to nothing.
 */
export interface PlaceLimits {
  atWork: number;
  leftToOthers: number;
  always: number;
  taken: number;
}

export interface ActivityPlaces {
  /** Takes tasks from Temporal while there are places for them. */
  supplier: CustomSlotSupplier<ActivitySlotInfo>;
  /**
   * Does work that waits for a store of the tenant, when it is the tenant's turn. Rejects with the signal's reason where
   * that aborts before.
   */
  inTurn<Result>(tenantId: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

interface Waiting {
  tenantId: string;
  begin(): void;
}

/**
 * The places of a worker for activities. Stores that answer slowly, or never, hold one each for half a minute and longer:
 * 200 of them would fill any number of places, and Temporal knows of fairness only as long as a task is not taken. So
 * one tenant's stores never get the last places; its further tasks wait here, without a place, until one of its own ends.
 */
export function activityPlaces({ atWork, leftToOthers, always, taken }: PlaceLimits): ActivityPlaces {
  const permits: (() => void)[] = [];
  const waiting: Waiting[] = [];
  const asking = new Map<string, number>();
  let issued = 0;
  let allAsking = 0;

  const hasPlace = () => issued - waiting.length < atWork && issued < taken;
  const mayAsk = (tenantId: string) => allAsking < atWork - leftToOthers || (asking.get(tenantId) ?? 0) < always;

  function issue(): void {
    while (permits.length > 0 && hasPlace()) {
      issued++;
      permits.shift()?.();
    }
  }

  function begin(tenantId: string): void {
    allAsking++;
    asking.set(tenantId, (asking.get(tenantId) ?? 0) + 1);
  }

  function end(tenantId: string): void {
    allAsking--;
    const left = (asking.get(tenantId) ?? 0) - 1;
    if (left > 0) asking.set(tenantId, left);
    else asking.delete(tenantId);
    const next = nextWaiting();
    if (next !== null) next.begin();
    issue();
  }

  /** Of those that may, the one whose tenant asks the fewest stores now; of a tenant's own, who waits longest. */
  function nextWaiting(): Waiting | null {
    const may = waiting.filter((each) => mayAsk(each.tenantId));
    const load = ({ tenantId }: Waiting) => asking.get(tenantId) ?? 0;
    return may.reduce<Waiting | null>((a, b) => (a !== null && load(a) <= load(b) ? a : b), null);
  }

  function turn(tenantId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => void waiting.splice(waiting.indexOf(me), 1);
      const abort = () => {
        leave();
        reject(signal.reason);
      };
      const me: Waiting = {
        tenantId,
        begin() {
          leave();
          signal.removeEventListener('abort', abort);
          begin(tenantId);
          resolve();
        },
      };
      waiting.push(me);
      signal.addEventListener('abort', abort, { once: true });
      issue();
    });
  }

  return {
    supplier: {
      type: 'custom',
      reserveSlot: (_, signal) =>
        new Promise<SlotPermit>((resolve, reject) => {
          const give = () => {
            signal.removeEventListener('abort', abort);
            resolve({});
          };
          const abort = () => {
            permits.splice(permits.indexOf(give), 1);
            reject(signal.reason); // the SDK takes any other for an error, and logs it at every shutdown
          };
          permits.push(give);
          signal.addEventListener('abort', abort, { once: true });
          issue();
        }),
      tryReserveSlot() {
        if (!hasPlace()) return null;
        issued++;
        return {};
      },
      markSlotUsed: () => undefined,
      releaseSlot() {
        issued--;
        issue();
      },
    },

    async inTurn(tenantId, signal, work) {
      signal.throwIfAborted();
      if (mayAsk(tenantId)) begin(tenantId);
      else await turn(tenantId, signal);
      try {
        return await work();
      } finally {
        end(tenantId);
      }
    },
  };
}
