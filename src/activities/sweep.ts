import type { Platform } from '../model/platform';
import type { SweepStatus, SweepToOpen, SweepTotals, SweptStore } from '../model/sweep';
import { noteSweepRow, openSweep } from '../runs/sweeps';
import { listActiveStores } from '../stores/list-active-stores';
import type { Dependencies } from './dependencies';

export interface ListStoresInput {
  platform: Platform | null;
  /** The last store's id of the slice before; null for the first slice. */
  after: string | null;
  limit: number;
}

/** The next stores of a sweep, by id. Ids, names and states: about 100 kB for 500 stores. */
export const listStores = ({ database }: Dependencies) =>
  async function listStores(input: ListStoresInput): Promise<SweptStore[]> {
    return database.withSystem((sql) => listActiveStores(sql, input));
  };

export interface NoteSweepInput {
  sweep: SweepToOpen;
  totals: SweepTotals;
  status: SweepStatus;
}

/** Writes a sweep's row, whose totals it sets anew each time. */
export const noteSweep = ({ database, logger }: Dependencies) =>
  async function noteSweep({ sweep, totals, status }: NoteSweepInput): Promise<void> {
    await database.withSystem(async (sql) => {
      await openSweep(sql, sweep);
      await noteSweepRow(sql, sweep.id, totals, status);
    });
    if (status !== 'running')
      logger.info({ sweep_id: sweep.id, platform: sweep.platform, status, ...totals }, 'sweep ended');
  };
