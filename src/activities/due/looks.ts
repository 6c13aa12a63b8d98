import { hasWaiting } from '../../catalog/missing/has-waiting';
import type { RunError } from '../../model/run-errors';
import { noteAnswered, noteFailedLook, noteNoNews, noteTold } from '../../stores/due/note-look';
import type { StoreAtTurn } from '../../stores/due/read-due-store';
import { waitsForDecision } from '../../stores/due/waits-for-decision';
import { placeNext } from '../../stores/freshness/place-next';
import { clearAttention } from '../../stores/update-store';
import type { Dependencies } from '../dependencies';
import { lookAgainAfter } from './look-again';
import { lookAtStore } from './look-at-store';
import type { Start } from './starting';
import { loggedAs, type Sweep, skipping, type Turn } from './turn';

const DAY_MS = 24 * 3_600_000;

/** `done`: a run begins, or the store is to be left alone for now. */
export type AfterLook = 'done' | 'cannot_tell' | 'go_on';

/** What is done for a store by what it answers to a look. */
export function looks(dependencies: Dependencies, sweep: Sweep, start: Start) {
  const { database, logger } = dependencies;
  const { tally, signal } = sweep;
  const skip = skipping(sweep);

  async function forNews(turn: Turn, since: string): Promise<AfterLook> {
    const { store, observation } = turn;
    const look = await lookAtStore(dependencies, store, since, signal);
    if (look.kind === 'stopped') tally.left++;
    if (look.kind === 'stopped' || look.kind === 'disconnected') return 'done';
    tally.looked++;
    if (look.kind === 'cannot_tell') return look.kind;
    if (look.kind === 'no_news') {
      const came = await withoutDates(store, look.storeTime, observation);
      if (came !== 'waiting') return came;
    }
    if (look.kind === 'held') skip('held');
    else if (look.kind === 'failed') await failed(turn, look.error);
    else {
      tally.news++;
      if (await isLeftToPeople(store)) return 'go_on';
      start(turn, { mode: 'incremental', placed: ['incremental'], also: (sql) => noteAnswered(sql, store.id) });
    }
    return 'done';
  }

  /** What waits to be asked for by id has no date, and is news too; else the watermark moves. */
  async function withoutDates(store: StoreAtTurn, storeTime: string, observation: number) {
    return database.withTenant(store.tenantId, async (sql): Promise<'waiting' | 'done' | 'go_on'> => {
      if (await hasWaiting(sql, store.id, storeTime)) return 'waiting';
      const noted = await noteNoNews(sql, store, { storeTime, observation });
      if (noted === 'overtaken') {
        tally.left++;
        return 'done';
      }
      tally.without_news++;
      if (noted === 'set_back') {
        logger.warn(loggedAs(store, sweep), 'the store’s clock was set back: a full run is due next');
      }
      await placeNext(sql, store, { after: new Date(), modes: ['incremental'] });
      return 'go_on';
    });
  }

  /** A full run met what only a person can accept, and nobody did: a lesser one tells the same, once a day. */
  async function isLeftToPeople(store: StoreAtTurn): Promise<boolean> {
    return database.withTenant(store.tenantId, async (sql) => {
      if (!(await waitsForDecision(sql, store.id))) return false;
      await noteAnswered(sql, store.id);
      await placeNext(sql, store, { after: new Date(), modes: ['incremental'] });
      skip('put_off');
      return true;
    });
  }

  /** It is asked for anything at all. */
  async function forAnything(turn: Turn, whenFailed: (error: LookError) => Promise<void>): Promise<boolean> {
    const look = await lookAtStore(dependencies, turn.store, null, signal);
    if (look.kind === 'stopped') tally.left++;
    if (look.kind === 'stopped' || look.kind === 'disconnected') return false;
    tally.looked++;
    if (look.kind === 'held') skip('held');
    if (look.kind === 'failed') await whenFailed(look.error);
    return look.kind === 'answered';
  }

  const answers = (turn: Turn): Promise<boolean> => forAnything(turn, (error) => failed(turn, error));

  /** Of a store that needed attention. */
  async function answersAgain(turn: Turn): Promise<boolean> {
    const { store } = turn;
    const whenFailed = async (error: LookError) => {
      tally.failed++;
      await database.withTenant(store.tenantId, (sql) =>
        noteFailedLook(sql, store, { error, waitMs: lookAgainAfter(store, DAY_MS) }),
      );
    };
    if (!(await forAnything(turn, whenFailed))) return false;
    await database.withTenant(store.tenantId, async (sql) => {
      await clearAttention(sql, store.id);
      await noteAnswered(sql, store.id);
    });
    tally.recovered++;
    logger.info(loggedAs(store, sweep), 'the store answers again');
    return true;
  }

  /**
   * It is left alone for longer and longer, from now on: when many fail at once, runs wait long for their turn. One run for
   * each cause tells people, as only runs do.
   */
  async function failed(turn: Turn, error: LookError): Promise<void> {
    const { store } = turn;
    tally.failed++;
    logger.warn({ ...loggedAs(store, sweep), error: error.type, detail: error.message }, 'a look at the store failed');
    const waitMs = lookAgainAfter(store, dependencies.due.lookAgainMs * 2 ** Math.min(store.failedLooks, 10));
    const noted = await database.withTenant(store.tenantId, (sql) => noteFailedLook(sql, store, { error, waitMs }));
    if (noted !== 'untold') return;
    start(turn, {
      mode: 'incremental',
      kind: 'failure',
      placed: ['incremental'],
      also: (sql) => noteTold(sql, store.id, error.type),
    });
  }

  return { forNews, answers, answersAgain };
}

type LookError = Pick<RunError, 'type' | 'message'>;
