/**
 * What clocks on a wall of a time zone show, as the milliseconds that they would be in UTC: such times can be counted
 * with like any others, and are moments only once they are asked what moment they mean.
 */
export type WallTime = number;

const DAY_MS = 86_400_000;

/** No zone sets its clocks by more than two hours, or twice within six. */
export const AROUND_MS = 3 * 3_600_000;

/** Zones have up to 60 letters; offsets such as `+01:00` are none, they know no summer. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Names are read in any case, so there are more spellings than zones. */
const MOST_FORMATTERS = 1_000;

export function isKnownZone(zone: string): boolean {
  return ZONE_NAME.test(zone) && formatterOf(zone) !== null;
}

/** What the wall shows at a moment. A zone that this Node does not know, though another did, is UTC. */
export function wallTime(at: number, zone: string): WallTime {
  const formatter = formatterOf(zone);
  if (formatter === null) return at;
  const wholeSeconds = Math.floor(at / 1_000) * 1_000;
  const parts = Object.fromEntries(
    formatter.formatToParts(wholeSeconds).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (at - wholeSeconds);
}

export interface Meant {
  /** The wall shows it once, twice (clocks were set back), or never (they were set forward over it). */
  shown: 'once' | 'twice' | 'never';
  earliest: number;
  latest: number;
}

/**
 * The moments that a time on the wall means. One that is never shown means both what it would have been by the clock
 * before the change and by the one after.
 */
export function momentsOf(wall: WallTime, zone: string): Meant {
  const guess = wall - offsetAt(wall, zone);
  const candidates = [guess - AROUND_MS, guess + AROUND_MS].map((near) => wall - offsetAt(near, zone));
  const [before = guess, after = guess] = candidates;
  if (before === after) return { shown: 'once', earliest: before, latest: before };

  const shown = candidates.filter((moment) => wallTime(moment, zone) === wall);
  const [only] = shown;
  if (only !== undefined && shown.length === 1) return { shown: 'once', earliest: only, latest: only };
  return {
    shown: only === undefined ? 'never' : 'twice',
    earliest: Math.min(before, after),
    latest: Math.max(before, after),
  };
}

/** The midnight that a day on the wall begins with, some days away. */
export const wallDay = (wall: WallTime, days = 0): WallTime => (Math.floor(wall / DAY_MS) + days) * DAY_MS;

/** Whether the wall's clock is set at some time within six hours. */
export const isChanging = (at: number, zone: string): boolean =>
  offsetAt(at - AROUND_MS, zone) !== offsetAt(at + AROUND_MS, zone);

const offsetAt = (at: number, zone: string): number => wallTime(at, zone) - at;

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  try {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    if (formatters.size >= MOST_FORMATTERS) formatters.clear();
    formatters.set(zone, formatter);
    return formatter;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
