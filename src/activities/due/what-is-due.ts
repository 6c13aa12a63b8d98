import { CADENCE_MODES, type CadenceMode } from '../../model/freshness/cadence-modes';
import { isLesser } from '../../model/run';
import type { StoreAtTurn } from '../../stores/due/read-due-store';
import { nextTime } from '../../stores/freshness/next-times';
import { placeOf } from '../../stores/freshness/place-of';
import { quietTimeAt } from '../../stores/freshness/quiet-times';

export interface WhatIsDue {
  /** In which order they go. */
  modes: CadenceMode[];
  /** A full run is wanted, whatever its cadence says. */
  isFullWanted: boolean;
  /** Due, and not now: quiet hours came first, or a full run has begun since. They are placed anew. */
  placedAnew: CadenceMode[];
  /** Of a full run that was missed while nobody looked. */
  fullPutOffTo: Date | null;
}

/**
 * What of a store's due modes is to be done now. `wasDown`: nobody looked for so long that runs were missed; then
 * incremental ones go first, and a missed full one has its place in the time until its next own.
 */
export function whatIsDue(store: StoreAtTurn, wasDown: boolean): WhatIsDue {
  const { due, fullWantedAt, lastFullAt, now } = store;
  // One that is under way does what is due now: after it another would find nothing.
  const hasBegunSince = (at: Date) => lastFullAt !== null && lastFullAt >= at;
  const isFullSettled = due.full !== undefined && (hasBegunSince(due.full) || store.run?.mode === 'full');
  const isQuietNow = (mode: CadenceMode) => isQuiet(store, mode);
  const placedAnew = CADENCE_MODES.filter(
    (mode) => due[mode] !== undefined && ((mode === 'full' && isFullSettled) || isQuietNow(mode)),
  );
  const isLeft = (mode: CadenceMode) => due[mode] !== undefined && !placedAnew.includes(mode);
  const fullPutOffTo = wasDown && isLeft('full') ? spread(store, now) : null;
  return {
    modes: CADENCE_MODES.filter((mode) => isLeft(mode) && (mode !== 'full' || fullPutOffTo === null)),
    // The end of such a run settles the wish.
    isFullWanted: fullWantedAt !== null && fullWantedAt <= now,
    placedAnew,
    fullPutOffTo,
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

function spread({ id, freshness }: StoreAtTurn, now: Date): Date | null {
  const { full: cadence, time_zone: timeZone, quiet_hours: quietHours } = freshness;
  const next = nextTime({ cadence, mode: 'full', storeId: id, timeZone, quietHours, after: now });
  if (next === null) return null;
  const share = placeOf(id, 'missed full');
  return new Date(now.getTime() + Math.floor(share * (next.getTime() - now.getTime())));
}
