import { isPassingDatabaseError, isTenantClosed } from '../../database/postgres-error';
import type { DueSweepInput, DueTotals } from '../../model/freshness/due-sweep';
import { countUnderWay } from '../../runs/count-under-way';
import {
  beginSweep,
  countDueStores,
  type DuePlace,
  type DueStore,
  listDueStores,
} from '../../stores/due/list-due-stores';
import { noteFailedLook } from '../../stores/due/note-look';
import type { Dependencies } from '../dependencies';
import { attending } from './attend-store';
import { inFairTurns } from './in-fair-turns';
import { outlastingFaults } from './outlasting-faults';
import { startsInTurn } from './starts-in-turn';
import { timeOfLook } from './time-of-look';

/** Ids of so many are listed at once. */
const STORES_A_LIST = 500;

/** For what is under way when the time is over. */
const TO_END_MS = 10_000;

/**
 * Attends to the due stores of a platform, who waits longest first. It may be stopped anywhere and repeated: what was done
 * for a store stands in its row, and it is not due any more. Counts of an attempt that died are lost with it.
 */
export const attendDueStores = (dependencies: Dependencies) => {
  const toldUnable = new Set<string>();
  return async function attendDueStores({ platform, wasDown, forMs }: DueSweepInput): Promise<DueTotals> {
    const { database, logger, due } = dependencies;
    const { stopping, signal, end } = timeOfLook({ forMs, toEndMs: TO_END_MS });

    const { at, paused } = await database.withSystem((sql) => beginSweep(sql, platform));
    const tally = emptyTally(paused);
    const starts = startsInTurn({
      ...due,
      countUnderWay: () => database.withSystem((sql) => countUnderWay(sql, platform)),
      signal,
    });
    const attend = attending(dependencies, { platform, wasDown, tally, signal, addStart: starts.add, toldUnable });
    let after: DuePlace | null = null;

    /** A store whose full run is put off lies further on in the list as long as it is due for something else. */
    const listed = new Set<string>();
    async function more(): Promise<DueStore[]> {
      for (;;) {
        const from: DuePlace | null = after;
        const stores = await database.withSystem((sql) =>
          listDueStores(sql, { platform, at, after: from, limit: STORES_A_LIST }),
        );
        after = stores.at(-1) ?? after;
        const others = stores.filter(({ id }) => !listed.has(id));
        for (const { id } of others) listed.add(id);
        tally.due += others.length;
        if (others.length > 0 || stores.length === 0) return others;
      }
    }

    async function attendOne(store: DueStore): Promise<void> {
      try {
        await attend(store);
      } catch (error) {
        if (isPassingDatabaseError(error)) throw error;
        if (isTenantClosed(error)) return;
        // A fault of ours, or credentials that no key opens: a run would tell the same. It must not keep the others waiting.
        tally.failed++;
        const { id: storeId, tenantId } = store;
        logger.error(
          { err: error, tenant_id: tenantId, store_id: storeId, platform },
          'a due store could not be attended',
        );
        const internal = {
          type: 'internal',
          message: 'The look at the store failed; the worker’s log has the details.',
        } as const;
        await database.withTenant(tenantId, (sql) =>
          noteFailedLook(sql, { id: storeId, credentialsVersion: null }, { error: internal, waitMs: FAULT_WAIT_MS }),
        );
      }
    }

    const work = outlastingFaults(attendOne, {
      left({ id, tenantId }, error) {
        tally.left++;
        logger.warn(
          { err: error, tenant_id: tenantId, store_id: id, platform },
          'the database did not answer in time for a due store; it stays due',
        );
      },
    });

    try {
      const { notBegun, listedAll } = await inFairTurns({
        atOnce: due.looks,
        ofTenant: due.looksOfTenant,
        more,
        work,
        signal,
      });
      // Starts count what they leave, too, until then.
      const notStarted = await starts.ended();
      tally.left += notBegun + notStarted;
      stopping.throwIfAborted();
      if (!listedAll) {
        const unlisted = await database.withSystem((sql) => countDueStores(sql, { platform, at, after }));
        tally.due += unlisted;
        tally.left += unlisted;
      }
    } catch (error) {
      // What waits to be started is the next attempt's, which must not start beside this one.
      end();
      await starts.ended().catch(() => undefined);
      throw error;
    }
    logger.info({ platform, was_down: wasDown, ...tally }, 'due stores attended');
    return tally;
  };
};

const FAULT_WAIT_MS = 3_600_000;

const emptyTally = (paused: number): DueTotals => ({
  due: 0,
  looked: 0,
  news: 0,
  without_news: 0,
  started: {},
  failed: 0,
  recovered: 0,
  skipped: { paused, under_way: 0, held: 0, put_off: 0 },
  left: 0,
});
