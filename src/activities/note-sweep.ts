import type { SweepStatus, SweepToOpen, SweepTotals } from '../model/sweep';
import { noteSweep as noteSweepRow, openSweep } from '../runs/write-sweep';
import type { Dependencies } from './dependencies';

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
