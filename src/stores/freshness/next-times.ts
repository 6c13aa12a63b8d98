import { CADENCE_MODES, type CadenceMode } from '../../model/freshness/cadence-modes';
import { durationMs } from '../../model/freshness/durations';
import { cronAfter } from './cron';
import { placeOf } from './place-of';
import { type QuietTime, quietTimeAt } from './quiet-times';
import type { Cadence, Freshness, QuietHours } from './settings';

export interface WantedCadence {
  /** undefined, as for a full run that the daily sweep takes, is never due by itself; so is null. */
  cadence: Cadence | null | undefined;
  mode: CadenceMode;
  storeId: string;
  timeZone: string;
  quietHours: QuietHours | null;
  after: Date;
}

/** The same cron of many stores is spread over so long behind its times: no more than crons lie apart. */
const CRON_SPREAD_MS = 5 * 60_000;

/** What quiet hours held of a cron is spread over so long behind their end. */
const HELD_CRON_SPREAD_MS = 60 * 60_000;

/**
 * When a store is due next: a time of its own grid, whatever asks and how often. An interval's grid begins anew with each
 * interval since 1970, at the store's place in it; a cron's has the cron's times, and the store's place in the five minutes
 * behind each.
 *
 * What falls into quiet hours is left out where the grid has a time soon behind their end, within an interval (a cron: an
 * hour); else it is due at the store's place in that stretch. null: not by itself.
 */
export function nextTime({ cadence, mode, storeId, timeZone, quietHours, after }: WantedCadence): Date | null {
  if (!cadence || cadence.paused) return null;
  const grid = gridOf(cadence, placeOf(storeId, mode), timeZone);
  const at = quietHours?.modes.includes(mode)
    ? afterQuiet(grid, placeOf(storeId, heldOf(mode)), quietHours, timeZone, after.getTime())
    : grid.next(after.getTime());
  return at === null ? null : new Date(at);
}

/**
 * Where what falls into the quiet time around a moment is due behind it; null where it is not quiet then. `place`: in the
 * stretch over which all that it held is spread.
 */
export function behindQuiet(
  { cadence, mode, storeId, timeZone, quietHours, after }: WantedCadence,
  place = placeOf(storeId, heldOf(mode)),
): Date | null {
  if (!cadence || !quietHours?.modes.includes(mode)) return null;
  const time = quietTimeAt(after.getTime(), quietHours, timeZone);
  return time.end <= after.getTime() ? null : new Date(releasedAt(gridOf(cadence, 0, timeZone), place, time));
}

/**
 * When a mode is due next that is due already and finds it quiet. The grid alone would lose it where its time lies just
 * before quiet hours: each day anew until a sweep comes.
 */
export function nextTimeOfHeld(wanted: WantedCadence): Date | null {
  const times = [nextTime(wanted), wanted.cadence?.paused ? null : behindQuiet(wanted)].filter((time) => time !== null);
  return times.length > 0 ? new Date(Math.min(...times.map(Number))) : null;
}

/** Nothing is put so near before the next quiet time that no sweep comes between. */
const TO_BE_SWEPT_MS = 15 * 60_000;

export type NextTimes = Record<CadenceMode, Date | null>;

/** Of all modes, or of those that are named: null for the others. */
export function nextTimes(
  freshness: Freshness,
  storeId: string,
  after: Date,
  modes: readonly CadenceMode[] = CADENCE_MODES,
): NextTimes {
  const { time_zone: timeZone, quiet_hours: quietHours } = freshness;
  const times = CADENCE_MODES.map((mode) => [
    mode,
    modes.includes(mode) ? nextTime({ cadence: freshness[mode], mode, storeId, timeZone, quietHours, after }) : null,
  ]);
  return Object.fromEntries(times) as NextTimes;
}

interface Grid {
  /** Its first time after a moment; null: it has none. */
  next(after: number): number | null;
  /** Over how long its times are spread behind what held them. */
  spreadMs: number;
}

function gridOf(cadence: Cadence, place: number, timeZone: string): Grid {
  if ('cron' in cadence) {
    const behind = wholeSeconds(place * CRON_SPREAD_MS);
    const next = (after: number) => {
      const time = cronAfter(cadence.cron, timeZone, after - behind);
      return time === null ? null : time + behind;
    };
    return { next, spreadMs: HELD_CRON_SPREAD_MS };
  }
  const every = durationMs(cadence.every);
  if (every === null) throw new Error(`${cadence.every} is no interval`);
  const start = wholeSeconds(place * every);
  return { next: (after) => (Math.floor((after - start) / every) + 1) * every + start, spreadMs: every };
}

/** As the grid's, but none in quiet hours: one of those that it held may still be to come when they are over. */
function afterQuiet(grid: Grid, place: number, quiet: QuietHours, zone: string, after: number): number | null {
  const released = (time: QuietTime): number | null => {
    const spreadMs = Math.min(grid.spreadMs, time.openMs);
    const held = grid.next(time.start - 1);
    if (held === null || held >= time.end) return null;
    const own = grid.next(time.end - 1);
    return own !== null && own < time.end + spreadMs ? null : releasedAt(grid, place, time);
  };

  const heldBefore = released(quietTimeAt(after, quiet, zone));
  const own = nextOpen(grid, quiet, zone, released, after);
  const later = [heldBefore, own].filter((time) => time !== null && time > after);
  return later.length > 0 ? Math.min(...(later as number[])) : null;
}

function nextOpen(
  grid: Grid,
  quiet: QuietHours,
  zone: string,
  released: (time: QuietTime) => number | null,
  after: number,
): number | null {
  const own = grid.next(after);
  if (own === null) return null;
  const time = quietTimeAt(own, quiet, zone);
  if (own >= time.end) return own;
  return released(time) ?? grid.next(time.end - 1);
}

function releasedAt({ spreadMs }: Grid, place: number, { end, openMs }: QuietTime): number {
  const sweptMs = Math.max(openMs / 2, openMs - TO_BE_SWEPT_MS);
  return end + wholeSeconds(place * Math.min(spreadMs, sweptMs));
}

const heldOf = (mode: CadenceMode): string => `${mode} held`;

const wholeSeconds = (ms: number): number => Math.floor(ms / 1_000) * 1_000;
