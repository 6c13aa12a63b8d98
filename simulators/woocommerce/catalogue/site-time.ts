import { gmtStamp } from './dates';

/** The time that a site shows its visitors, by the zone of its settings. */
export type SiteTime = {
  /** IANA; it may be set to another while the site lives. Dates that are stored stay as they were written. */
  timeZone: string;
  /** A date of UTC as the site shows it. */
  local(gmt: string): string;
  /** What the zone is ahead of UTC now. */
  offsetHours(now: Date): number;
};

/** One hour ahead of UTC all year, enough to tell local from GMT columns. POSIX counts its signs the other way round. */
const HOUR_AHEAD = 'Etc/GMT-1';

export function siteTime(zone = HOUR_AHEAD): SiteTime {
  let timeZone = zone;
  let offsetAt = offsetsOf(zone);
  const local = (gmt: string) => {
    const at = Date.parse(`${gmt}Z`);
    return gmtStamp(new Date(at + offsetAt(at)));
  };
  return {
    get timeZone() {
      return timeZone;
    },
    set timeZone(other) {
      offsetAt = offsetsOf(other);
      timeZone = other;
    },
    local,
    offsetHours: (now) => offsetAt(now.getTime()) / HOUR,
  };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Zones change at full quarters of an hour. */
const QUARTER = 15 * MINUTE;

/** Milliseconds that a zone is ahead of UTC at a moment. Throws where there is no such zone. */
function offsetsOf(timeZone: string): (at: number) => number {
  if (timeZone === HOUR_AHEAD) return () => HOUR;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER) * QUARTER;
    const offset = known.get(quarter) ?? readOffset(format.formatToParts(quarter));
    known.set(quarter, offset);
    return offset;
  };
}

function readOffset(parts: readonly Intl.DateTimeFormatPart[]): number {
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE;
  return sign === '-' ? -offset : offset;
}
