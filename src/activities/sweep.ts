import type { RunMode } from '../model/run';
import type { SweepStatus, SweepToOpen, SweepTotals, SweptStore } from '../model/sweep';
import { syncProductsId } from '../model/workflow-ids';
import { readRun } from '../runs/list-runs';
import { noteSweepRow, openSweep } from '../runs/sweeps';
import { bringFullForward } from '../stores/freshness/full-wanted';
import { type ListedStores, listActiveStores } from '../stores/list-active-stores';
import { readRunInput } from '../temporal/read-run-input';
import { firstRunIdUnderWay } from '../temporal/start-once';
import type { Dependencies } from './dependencies';

/** The next stores of a sweep, by id. Ids, names and states: about 100 kB for 500 stores. */
export const listStores = ({ database }: Dependencies) =>
  async function listStores(input: ListedStores): Promise<SweptStore[]> {
    return database.withSystem((sql) => listActiveStores(sql, input));
  };

/** The mode of the store's run under way, which keeps a sweep from it; null: it is over meanwhile. */
export const modeUnderWay = ({ database, temporal }: Dependencies) =>
  async function modeUnderWay({
    id: storeId,
    tenantId,
    platform,
  }: Pick<SweptStore, 'id' | 'tenantId' | 'platform'>): Promise<RunMode | null> {
    const workflowId = syncProductsId(platform, storeId);
    const runId = await firstRunIdUnderWay(temporal, workflowId);
    if (runId === null) return null;
    const run = await database.withTenant(tenantId, (sql) => readRun(sql, runId));
    const { mode } = run ?? (await readRunInput(temporal, { workflowId, runId }));
    return mode;
  };

const DEFERRED = 'Lesser runs of the store kept a sweep from it in each of its tries.';

/** Of stores that a sweep leaves: their full runs do not wait for the next one, a day away, which may meet lesser runs again. */
export const bringDeferredForward = ({ database }: Pick<Dependencies, 'database'>) =>
  async function bringDeferredForward(stores: readonly Pick<SweptStore, 'id' | 'tenantId'>[]): Promise<void> {
    for (const { id, tenantId } of stores) {
      await database.withTenant(tenantId, (sql) => bringFullForward(sql, id, DEFERRED));
    }
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
