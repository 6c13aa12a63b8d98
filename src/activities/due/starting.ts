import type { TenantSql } from '../../database/sql';
import type { CadenceMode } from '../../model/freshness/cadence-modes';
import { placeNext } from '../../stores/freshness/place-next';
import type { Dependencies } from '../dependencies';
import { startDueRun } from './start-due-run';
import type { WaitingStart } from './starts-in-turn';
import { loggedAs, type Placed, type Sweep, type Turn } from './turn';

interface Wanted {
  mode: CadenceMode;
  kind?: WaitingStart['kind'];
  placed: Placed;
  /** In the transaction that makes the run known. */
  also?(sql: TenantSql): Promise<void>;
}

/** Starts a run of a store when it is its turn and there is a place. */
export function starting(dependencies: Dependencies, sweep: Sweep) {
  const { tally, platform } = sweep;
  return function start(turn: Turn, { mode, kind = mode === 'full' ? 'full' : 'news', placed, also }: Wanted): void {
    const { store } = turn;
    const whenStarted = async (sql: TenantSql) => {
      if (placed.length > 0) await placeNext(sql, store, { after: new Date(), modes: placed });
      await also?.(sql);
    };
    sweep.addStart({
      tenantId: store.tenantId,
      kind,
      async start() {
        try {
          const isStarted =
            !turn.hasBegun && (await startDueRun(dependencies, { ...store, platform }, mode, whenStarted));
          if (isStarted) {
            turn.hasBegun = true;
            tally.started[mode] = (tally.started[mode] ?? 0) + 1;
          } else tally.left++;
        } catch (error) {
          tally.left++;
          dependencies.logger.warn(
            { ...loggedAs(store, sweep), err: error, mode },
            'a due run could not be started; it stays due',
          );
        }
      },
    });
  };
}

export type Start = ReturnType<typeof starting>;
