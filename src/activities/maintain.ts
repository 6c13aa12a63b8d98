import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { type Expired, expireAll } from '../maintenance/expire-all';
import { renewSearchTexts } from '../maintenance/renew-search-texts';
import { closeEndedSweeps } from '../runs/ended/close-ended-sweeps';
import { closeIfEnded } from '../runs/ended/close-if-ended';
import { listOpenRuns } from '../runs/ended/list-open-runs';
import type { Dependencies } from './dependencies';

const RUNS_A_LOOK = 500;

export interface Maintained {
  /** Runs and sweeps that were ended from outside, and are told so now. */
  runsClosed: number;
  sweepsClosed: number;
  /** Rows whose time was over, by table. */
  expired: Expired;
  /** Tenants whose search texts were written anew. */
  textsRenewed: number;
}

/** What has to be looked at every hour. It may be stopped anywhere, and repeated. */
export const maintain = (dependencies: Dependencies) =>
  async function maintain(): Promise<Maintained> {
    const { database, logger, retentionDays } = dependencies;
    const stopping = cancellationSignal();
    // A worker that ends has seconds: what is not done then, another one does.
    const beat = () => {
      heartbeat();
      stopping.throwIfAborted();
    };
    const maintained: Maintained = { runsClosed: 0, sweepsClosed: 0, expired: {}, textsRenewed: 0 };
    for (let after: string | null = null; ; ) {
      const runs = await database.withSystem((sql) => listOpenRuns(sql, after, RUNS_A_LOOK));
      for (const run of runs) {
        if (await closeIfEnded(dependencies, run)) maintained.runsClosed += 1;
        beat();
      }
      after = runs.at(-1)?.id ?? null;
      if (after === null) break;
    }
    maintained.sweepsClosed = await closeEndedSweeps(dependencies);
    maintained.expired = await expireAll(database, retentionDays, beat);
    maintained.textsRenewed = await renewSearchTexts(database, beat);
    logger.info({ ...maintained }, 'maintenance done');
    return maintained;
  };
