import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { type Expired, expireAll } from '../maintenance/expire-all';
import { type KeptOfStores, keepStoresTold } from '../maintenance/keep-stores-told';
import { renewSearchTexts } from '../maintenance/renew-search-texts';
import { closeEndedSweeps } from '../runs/ended/close-ended-sweeps';
import { listOpenRuns } from '../runs/ended/list-open-runs';
import { lookAtRun } from '../runs/standing/look-at-run';
import type { Dependencies } from './dependencies';
import { logFieldsOf } from './run-context';

const RUNS_A_LOOK = 500;

export interface Maintained extends KeptOfStores {
  /** Runs and sweeps that were ended from outside, and are told so now. */
  runsClosed: number;
  sweepsClosed: number;
  /** Open runs that are paused in Temporal, stuck or without a worker since the last look, or go on again. */
  standingsNoted: number;
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
    const maintained: Maintained = {
      runsClosed: 0,
      sweepsClosed: 0,
      standingsNoted: 0,
      expired: {},
      textsRenewed: 0,
      latePlaced: 0,
      daysFilled: 0,
    };
    for (let after: string | null = null; ; ) {
      const runs = await database.withSystem((sql) => listOpenRuns(sql, after, RUNS_A_LOOK));
      for (const run of runs) {
        const look = await lookAtRun(dependencies, run, { mayClose: true });
        if (look.kind === 'closed') maintained.runsClosed += 1;
        if (look.kind === 'changed') {
          maintained.standingsNoted += 1;
          logger.warn({ ...logFieldsOf(run), standing: look.standing }, 'run stands otherwise in Temporal');
        }
        beat();
      }
      after = runs.at(-1)?.id ?? null;
      if (after === null) break;
    }
    maintained.sweepsClosed = await closeEndedSweeps(dependencies);
    maintained.expired = await expireAll(database, retentionDays, beat);
    maintained.textsRenewed = await renewSearchTexts(database, beat);
    Object.assign(maintained, await keepStoresTold(database, beat));
    logger.info({ ...maintained }, 'maintenance done');
    return maintained;
  };
