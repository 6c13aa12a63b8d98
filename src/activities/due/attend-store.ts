import { nextObservation } from '../../catalog/staging/next-observation';
import type { CadenceMode } from '../../model/freshness/cadence-modes';
import { LEAN_MODES, type LeanMode } from '../../model/freshness/lean-product';
import { whyNotLean } from '../../stores/abilities';
import type { DueStore } from '../../stores/due/list-due-stores';
import { putOff } from '../../stores/due/put-off';
import { readDueStore, type StoreAtTurn } from '../../stores/due/read-due-store';
import { placeNext } from '../../stores/freshness/place-next';
import { wasReadWhole } from '../../stores/was-read-whole';
import { changedSince } from '../../stores/watermark';
import type { Dependencies } from '../dependencies';
import { fullInstead } from './full-instead';
import { isLateLean, isOverdueFull } from './late-modes';
import { looks } from './looks';
import { starting } from './starting';
import { loggedAs, type Sweep, skipping, type Turn } from './turn';
import { type WhatIsDue, waitsForRun, whatIsDue } from './what-is-due';

/** Does what is due for a store: what came of it stands in the tally, runs are started when it is their turn. */
export function attending(dependencies: Dependencies, sweep: Sweep): (listed: DueStore) => Promise<void> {
  const { database, logger } = dependencies;
  const { platform, signal, toldUnable } = sweep;
  const skip = skipping(sweep);
  const start = starting(dependencies, sweep);
  const look = looks(dependencies, sweep, start);
  const startFullInstead = fullInstead(dependencies, sweep, start, look.answers);

  async function attend({ id, tenantId }: DueStore): Promise<void> {
    const turn = await database.withTenant(tenantId, async (sql): Promise<Turn | null> => {
      const store = await readDueStore(sql, id);
      if (store === null) return null;
      return { store, since: await changedSince(sql, id), observation: await nextObservation(sql), hasBegun: false };
    });
    if (turn === null || signal.aborted) return;
    const { store } = turn;
    if (store.isHeld) return skip('held');
    const what = whatIsDue(store, sweep.wasDown);
    if (store.status === 'needs_attention') {
      if (store.run !== null) return skip('under_way');
      if (!(await look.answersAgain(turn))) return;
      turn.store = { ...store, status: 'active', failedLooks: 0 };
    }
    await placeAnew(store, what);
    if (what.modes.length === 0 && !what.isFullWanted) return skip('put_off');
    if (waitsForRun(store, what)) return skip('under_way');
    await goOn(turn, what);
  }

  async function goOn(turn: Turn, { modes, isFullWanted }: WhatIsDue): Promise<void> {
    const { store, since } = turn;
    const isIncrementalDue = modes.includes('incremental');
    if (isFullWanted || modes.includes('full')) {
      start(turn, { mode: 'full', placed: modes.includes('full') ? ['full'] : [] });
      // It found no place for so long that news would wait for it: whichever run has one first is started.
      const isFree = !isFullWanted && store.run === null && isOverdueFull(store);
      if (isFree && isIncrementalDue && since !== null) await look.forNews(turn, since);
      return;
    }
    const leans = modes.filter(isLean);
    const late = leans.find((mode) => isLateLean(store, mode));
    if (late !== undefined && (await startLean(turn, late))) return;
    if (isIncrementalDue) {
      if (since === null) return startFullInstead(turn, { mode: 'incremental', why: whyFull(store) });
      const came = await look.forNews(turn, since);
      if (came === 'cannot_tell') {
        return startFullInstead(turn, { mode: 'incremental', why: 'Its platform cannot tell what changed.' });
      }
      if (came === 'done') return;
    }
    for (const mode of leans) if (mode !== late && (await startLean(turn, mode))) return;
  }

  /** False: the store cannot do it, and the mode is placed anew. */
  async function startLean(turn: Turn, mode: LeanMode): Promise<boolean> {
    const { store } = turn;
    const { unable, isKnown } = await database.withTenant(store.tenantId, async (sql) => {
      const why = await whyNotLean(sql, { id: store.id, platform });
      if (why !== null) await placeNext(sql, store, { after: new Date(), modes: [mode] });
      return { unable: why, isKnown: await wasReadWhole(sql, store.id) };
    });
    if (unable !== null) {
      if (!toldUnable.has(store.id)) {
        logger.warn({ ...loggedAs(store, sweep), mode, why: unable }, 'the store cannot do what its cadence asks for');
      }
      toldUnable.add(store.id);
      skip('put_off');
      return false;
    }
    if (isKnown) start(turn, { mode, placed: [mode] });
    else await startFullInstead(turn, { mode, why: 'There is nothing to compare with: it was not read whole yet.' });
    return true;
  }

  async function placeAnew(store: StoreAtTurn, { placedAnew, putOffTo }: WhatIsDue): Promise<void> {
    const isPutOff = Object.keys(putOffTo).length > 0;
    if (placedAnew.length === 0 && !isPutOff) return;
    await database.withTenant(store.tenantId, async (sql) => {
      if (placedAnew.length > 0) await placeNext(sql, store, { after: new Date(), modes: placedAnew });
      if (isPutOff) await putOff(sql, store.id, putOffTo);
    });
  }

  return attend;
}

const isLean = (mode: CadenceMode): mode is LeanMode => LEAN_MODES.some((each) => each === mode);

function whyFull({ watermark }: StoreAtTurn): string {
  return watermark === null
    ? 'It is not known since when to ask for changes: the store was not read whole yet, or its clock was set back.'
    : 'It was not asked for changes for 7 days: what went to the bin before may be gone from there.';
}
