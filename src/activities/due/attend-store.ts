import { hasWaiting } from '../../catalog/missing/has-waiting';
import { nextObservation } from '../../catalog/staging/next-observation';
import type { TenantSql } from '../../database/sql';
import type { CadenceMode } from '../../model/freshness/cadence-modes';
import type { DueTotals } from '../../model/freshness/due-sweep';
import type { Platform } from '../../model/platform';
import { RUN_MODES, type RunMode } from '../../model/run';
import type { RunError } from '../../model/run-errors';
import type { DueStore } from '../../stores/due/list-due-stores';
import { noteAnswered, noteFailedLook, noteNoNews } from '../../stores/due/note-look';
import { putOff } from '../../stores/due/put-off';
import { readDueStore, type StoreAtTurn } from '../../stores/due/read-due-store';
import { bringFullForward } from '../../stores/freshness/full-wanted';
import { placeNext } from '../../stores/freshness/place-next';
import { clearAttention } from '../../stores/update-store';
import { changedSince } from '../../stores/watermark';
import type { Dependencies } from '../dependencies';
import { lookAgainAfter } from './look-again';
import { lookAtStore } from './look-at-store';
import { startDueRun } from './start-due-run';
import type { WaitingStart } from './starts-in-turn';
import { type WhatIsDue, waitsForRun, whatIsDue } from './what-is-due';

export interface Sweep {
  platform: Platform;
  wasDown: boolean;
  tally: DueTotals;
  signal: AbortSignal;
  addStart(start: WaitingStart): void;
}

interface Turn {
  store: StoreAtTurn;
  /** See `changedSince`. */
  since: string | null;
  observation: number;
}

const DAY_MS = 24 * 3_600_000;

/** Does what is due for a store: what came of it stands in the tally, runs are started when it is their turn. */
export function attending(dependencies: Dependencies, sweep: Sweep): (listed: DueStore) => Promise<void> {
  const { database, logger } = dependencies;
  const { platform, tally, signal } = sweep;

  async function attend({ id, tenantId }: DueStore): Promise<void> {
    const turn = await database.withTenant(tenantId, async (sql): Promise<Turn | null> => {
      const store = await readDueStore(sql, id);
      return store && { store, since: await changedSince(sql, id), observation: await nextObservation(sql) };
    });
    if (turn === null || signal.aborted) return;
    const { store } = turn;
    if (store.isHeld) return skip('held');
    const what = whatIsDue(store, sweep.wasDown);
    if (store.status === 'needs_attention') {
      if (store.run !== null) return skip('under_way');
      if (!(await answersAgain(turn))) return;
      turn.store = { ...store, status: 'active', failedLooks: 0, failedLook: null };
    }
    await placeAnew(store, what);
    if (what.modes.length === 0 && !what.isFullWanted) return skip('put_off');
    if (waitsForRun(store, what)) return skip('under_way');
    await goOn(turn, what);
  }

  async function goOn(turn: Turn, { modes, isFullWanted }: WhatIsDue): Promise<void> {
    const { store, since } = turn;
    const [first] = modes;
    if (isFullWanted || first === 'full') return start(store, 'full', first === 'full' ? [first] : []);
    if (first === 'incremental') {
      if (since === null) return startFullInstead(store, whyFull(store));
      if ((await lookForNews(turn, since)) === 'done') return;
    }
    const lean = modes.filter(isRunMode).find((mode) => mode !== 'full' && mode !== 'incremental');
    if (lean !== undefined) start(store, lean, [lean]);
  }

  /** `done`: a run begins, or the store is to be left alone for now. */
  async function lookForNews({ store, observation }: Turn, since: string): Promise<'done' | 'no_news'> {
    const look = await lookAtStore(dependencies, store, since, signal);
    if (look.kind === 'stopped') tally.left++;
    if (look.kind === 'stopped' || look.kind === 'disconnected') return 'done';
    tally.looked++;
    if (look.kind === 'no_news') {
      const came = await withoutDates(store, look.storeTime, observation);
      if (came !== 'waiting') return came;
    }
    if (look.kind === 'held') skip('held');
    else if (look.kind === 'failed') await failed(store, look.error);
    else if (look.kind === 'cannot_tell') await startFullInstead(store, 'Its platform cannot tell what changed.');
    else {
      tally.news++;
      start(store, 'incremental', ['incremental'], (sql) => noteAnswered(sql, store.id));
    }
    return 'done';
  }

  /** What waits to be asked for by id has no date, and is news too; else the watermark moves. */
  async function withoutDates(store: StoreAtTurn, storeTime: string, observation: number) {
    return database.withTenant(store.tenantId, async (sql): Promise<'waiting' | 'done' | 'no_news'> => {
      if (await hasWaiting(sql, store.id, storeTime)) return 'waiting';
      const noted = await noteNoNews(sql, store, { storeTime, observation });
      if (noted === 'overtaken') {
        tally.left++;
        return 'done';
      }
      tally.without_news++;
      if (noted === 'set_back') logger.warn(about(store), 'the store’s clock was set back: a full run is due next');
      await placeNext(sql, store, { after: new Date(), modes: ['incremental'] });
      return 'no_news';
    });
  }

  /** A store that needed attention is asked for anything at all. */
  async function answersAgain({ store }: Turn): Promise<boolean> {
    const look = await lookAtStore(dependencies, store, null, signal);
    if (look.kind === 'stopped') tally.left++;
    if (look.kind === 'stopped' || look.kind === 'disconnected') return false;
    tally.looked++;
    if (look.kind === 'held') skip('held');
    if (look.kind === 'failed') {
      tally.failed++;
      await database.withTenant(store.tenantId, (sql) =>
        noteFailedLook(sql, store.id, { error: look.error, waitMs: lookAgainAfter(store, DAY_MS) }),
      );
    }
    if (look.kind !== 'answered') return false;
    await database.withTenant(store.tenantId, async (sql) => {
      await clearAttention(sql, store.id);
      await noteAnswered(sql, store.id);
    });
    tally.recovered++;
    logger.info(about(store), 'the store answers again');
    return true;
  }

  /** It is left alone for longer and longer. One run for each cause tells people, as only runs do. */
  async function failed(store: StoreAtTurn, error: Pick<RunError, 'type' | 'message'>): Promise<void> {
    tally.failed++;
    logger.warn({ ...about(store), error: error.type, detail: error.message }, 'a look at the store failed');
    const waitMs = lookAgainAfter(store, dependencies.due.lookAgainMs * 2 ** Math.min(store.failedLooks, 10));
    const note = (sql: TenantSql) => noteFailedLook(sql, store.id, { error, waitMs });
    if (store.failedLook?.type === error.type) await database.withTenant(store.tenantId, note);
    else start(store, 'incremental', [], note);
  }

  /** What an incremental run cannot do a full one does, at most once a day; the store says so. */
  async function startFullInstead(store: StoreAtTurn, why: string): Promise<void> {
    const isRecent = store.lastFullAt !== null && store.now.getTime() - store.lastFullAt.getTime() < DAY_MS;
    await database.withTenant(store.tenantId, async (sql) => {
      if (isRecent) await placeNext(sql, store, { after: new Date(), modes: ['incremental'] });
      else await bringFullForward(sql, store.id, why);
    });
    if (isRecent) skip('put_off');
    else start(store, 'full', []);
  }

  function start(
    store: StoreAtTurn,
    mode: CadenceMode & RunMode,
    modes: readonly CadenceMode[],
    also?: (sql: TenantSql) => Promise<void>,
  ): void {
    const whenStarted = async (sql: TenantSql) => {
      if (modes.length > 0) await placeNext(sql, store, { after: new Date(), modes });
      await also?.(sql);
    };
    sweep.addStart({
      tenantId: store.tenantId,
      kind: mode === 'full' ? mode : modes.length === 0 ? 'failure' : 'news',
      async start() {
        try {
          const isStarted = await startDueRun(dependencies, { ...store, platform }, mode, whenStarted);
          if (isStarted) tally.started[mode] = (tally.started[mode] ?? 0) + 1;
          else tally.left++;
        } catch (error) {
          tally.left++;
          logger.warn({ ...about(store), err: error, mode }, 'a due run could not be started; it stays due');
        }
      },
    });
  }

  async function placeAnew(store: StoreAtTurn, { placedAnew, putOffTo }: WhatIsDue): Promise<void> {
    const isPutOff = Object.keys(putOffTo).length > 0;
    if (placedAnew.length === 0 && !isPutOff) return;
    await database.withTenant(store.tenantId, async (sql) => {
      if (placedAnew.length > 0) await placeNext(sql, store, { after: new Date(), modes: placedAnew });
      if (isPutOff) await putOff(sql, store.id, putOffTo);
    });
  }

  const about = (store: StoreAtTurn) => ({ tenant_id: store.tenantId, store_id: store.id, platform });
  const skip = (why: keyof DueTotals['skipped']): void => void tally.skipped[why]++;
  return attend;
}

const isRunMode = (mode: CadenceMode): mode is CadenceMode & RunMode => RUN_MODES.some((each) => each === mode);

function whyFull({ watermark }: StoreAtTurn): string {
  return watermark === null
    ? 'It is not known since when to ask for changes: the store was not read whole yet, or its clock was set back.'
    : 'It was not asked for changes for 7 days: what went to the bin before may be gone from there.';
}
