import { CADENCE_MODES, type CadenceMode } from '../../model/freshness/cadence-modes';
import { isLesser } from '../../model/run';
import type { StoreAtTurn } from '../../stores/due/read-due-store';
import {
  behindQuiet,
  type NextTimes,
  nextTime,
  nextTimeOfHeld,
  type WantedCadence,
} from '../../stores/freshness/next-times';
import { placeOf } from '../../stores/freshness/place-of';
import { quietTimeAt } from '../../stores/freshness/quiet-times';

export interface WhatIsDue {
  /** In which order they go. */
  modes: CadenceMode[];
  /** A full run is wanted, whatever its cadence says. */
  isFullWanted: boolean;
  /** Due, and a full run has begun since: placed anew. */
  placedAnew: CadenceMode[];
  /** Due, and not now: quiet hours came first, or a full run was missed while nobody looked. */
  putOffTo: Partial<NextTimes>;
}

/**
 * What of a store's due modes is to be done now. `wasDown`: nobody looked for so long that runs were missed; then
 * incremental ones go first, and a missed full one has its place in the time until its next own. That once: a schedule that
 * looks rarely, or never comes to its end, is down for ever.
 */
export function whatIsDue(store: StoreAtTurn, wasDown: boolean): WhatIsDue {
  const { due, fullWantedAt, lastFullAt, now } = store;
  // One that is under way does what is due now: after it another would find nothing.
  const hasBegunSince = (at: Date) => lastFullAt !== null && lastFullAt >= at;
  const isFullSettled = due.full !== undefined && (hasBegunSince(due.full) || store.run?.mode === 'full');
  const placedAnew = isFullSettled ? (['full'] as const) : [];

  const putOffTo: Partial<NextTimes> = {};
  for (const mode of CADENCE_MODES) {
    if (due[mode] === undefined || (mode === 'full' && isFullSettled)) continue;
    if (isQuiet(store, mode)) putOffTo[mode] = besideGrid(nextTimeOfHeld(wanted(store, mode, now)));
    else if (mode === 'full' && wasDown && isOfGrid(store, due.full)) putOffTo.full = placeOfMissed(store);
  }
  const isLeft = (mode: CadenceMode) => due[mode] !== undefined && !(mode in putOffTo);
  return {
    modes: CADENCE_MODES.filter((mode) => isLeft(mode) && !(mode === 'full' && isFullSettled)),
    // The end of such a run settles the wish.
    isFullWanted: fullWantedAt !== null && fullWantedAt <= now,
    placedAnew: [...placedAnew],
    putOffTo,
  };
}

/** Whether what is due has to wait for the run under way: only a full one takes a lesser one's place. */
export function waitsForRun({ run }: StoreAtTurn, { modes, isFullWanted }: WhatIsDue): boolean {
  return run !== null && !(isLesser(run.mode) && (isFullWanted || modes.includes('full')));
}

function isQuiet({ freshness: { quiet_hours: quiet, time_zone: zone }, now }: StoreAtTurn, mode: CadenceMode): boolean {
  if (!quiet?.modes.includes(mode)) return false;
  return quietTimeAt(now.getTime(), quiet, zone).end > now.getTime();
}

/** A time that a full run was put off to is none; nor is a cadence that is off, which has no place to go to. */
function isOfGrid(store: StoreAtTurn, at: Date | undefined): boolean {
  if (at === undefined) return false;
  return nextTime(wanted(store, 'full', new Date(at.getTime() - 1)))?.getTime() === at.getTime();
}

/** A grid has whole seconds: beside them nothing is taken for a time of it, and put off again. */
const besideGrid = (at: Date | null): Date | null =>
  at && new Date(Math.floor(at.getTime() / 1_000) * 1_000 + BESIDE_GRID_MS);

const BESIDE_GRID_MS = 1;

function placeOfMissed(store: StoreAtTurn): Date | null {
  const { now } = store;
  const share = placeOf(store.id, 'missed full');
  const next = nextTime(wanted(store, 'full', now)) ?? now;
  const own = new Date(now.getTime() + share * (next.getTime() - now.getTime()));
  return besideGrid(behindQuiet(wanted(store, 'full', own), share) ?? own);
}

function wanted({ id, freshness }: StoreAtTurn, mode: CadenceMode, after: Date): WantedCadence {
  const { [mode]: cadence, time_zone: timeZone, quiet_hours: quietHours } = freshness;
  return { cadence, mode, storeId: id, timeZone, quietHours, after };
}
