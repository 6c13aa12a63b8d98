import type { RunReference } from '../../model/run-reference';
import { countStoreWait } from '../../platforms/http/request-metrics';
import type { StoreTraffic } from '../../platforms/http/traffic';
import { addTraffic } from '../../runs/note-progress';
import { noteHold } from '../../stores/hold-store';
import type { Dependencies, GivenDependencies } from '../dependencies';
import { logFieldsOf } from '../run-context';

/** What this process sends to stores: for each store until when it asks to be left alone, for each run what it cost. */
export interface TrafficOfStores {
  of(run: RunReference, kept: { forMs: number; why: string | null }): StoreTraffic;
  /** What was spent for the run since this was asked last. */
  take(runId: string): Spent;
  giveBack(runId: string, spent: Spent): void;
}

interface Spent {
  requests: number;
  throttledMs: number;
}

const NOTHING: Spent = { requests: 0, throttledMs: 0 };

/**
 * A store's wish for time holds for every run and every process: it is kept in the store's row (`held_until`), which
 * each activity reads when it opens the store, and here for the requests that are under way in this process.
 */
export function trafficOfStores({ database, logger }: GivenDependencies): TrafficOfStores {
  const holds = new Map<string, { until: number; why: string; isKept: boolean }>();
  const spent = new Map<string, Spent>();

  const add = (runId: string, { requests, throttledMs }: Spent) => {
    const before = spent.get(runId) ?? NOTHING;
    spent.set(runId, { requests: before.requests + requests, throttledMs: before.throttledMs + throttledMs });
  };

  return {
    of(run, kept) {
      const { id: runId, tenantId, storeId } = run;
      // The row is right: somebody may have ended the wait by hand since.
      if (kept.forMs > 0)
        holds.set(storeId, { until: performance.now() + kept.forMs, why: kept.why ?? '', isKept: true });
      else if (holds.get(storeId)?.isKept) holds.delete(storeId);

      return {
        count: () => add(runId, { requests: 1, throttledMs: 0 }),
        waited(ms) {
          add(runId, { requests: 0, throttledMs: ms });
          countStoreWait(run.platform, ms);
        },
        held() {
          const hold = holds.get(storeId);
          const forMs = hold === undefined ? 0 : Math.ceil(hold.until - performance.now());
          return hold === undefined || forMs <= 0 ? null : { forMs, why: hold.why };
        },
        hold(ms, why) {
          const hold = { until: performance.now() + ms, why, isKept: false };
          holds.set(storeId, hold);
          logger.warn({ ...logFieldsOf(run), wait_ms: ms, detail: why }, 'store asks for time');
          // Another process that does not hear of it in time asks once more, and is told the same.
          const keeping = database.withTenant(tenantId, (sql) => noteHold(sql, storeId, { ms, why }));
          keeping.then(
            () => {
              hold.isKept = true;
            },
            (error: unknown) =>
              logger.warn({ ...logFieldsOf(run), err: error }, 'the wait that a store asked for is not kept'),
          );
        },
      };
    },

    take(runId) {
      const taken = spent.get(runId) ?? NOTHING;
      spent.delete(runId);
      return taken;
    },

    giveBack: add,
  };
}

/** The activity, and then what it cost added to the run's row: whatever its outcome was, the requests were made. */
export function countingTraffic<Input extends { run: RunReference }, Result>(
  dependencies: Pick<Dependencies, 'database' | 'traffic' | 'logger'>,
  work: (input: Input) => Promise<Result>,
): (input: Input) => Promise<Result> {
  return async (input) => {
    try {
      return await work(input);
    } finally {
      await noteTraffic(dependencies, input.run);
    }
  };
}

/** Never fails: what cannot be written now is written with what comes next. */
export async function noteTraffic(
  { database, traffic, logger }: Pick<Dependencies, 'database' | 'traffic' | 'logger'>,
  run: RunReference,
): Promise<void> {
  const spent = traffic.take(run.id);
  if (spent.requests === 0 && spent.throttledMs === 0) return;
  try {
    await database.withTenant(run.tenantId, (sql) => addTraffic(sql, run.id, spent));
  } catch (error) {
    traffic.giveBack(run.id, spent);
    logger.warn({ err: error, ...logFieldsOf(run) }, 'requests of a run are not counted yet');
  }
}
