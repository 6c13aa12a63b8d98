import { Cron, CronPattern } from 'croner';
import { AROUND_MS, isChanging, type Meant, momentsOf, wallTime } from './zone-clock';

const NAMES = /JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT/gi;
const FIELD = /^[\d*,/-]+$/;

const LONGEST_CRON = 100;

/** A year that leaps, before any that a cadence is set in: what does not fire after it never does. */
const LONG_AGO = Date.UTC(2024, 0, 1);

const options = { mode: '5-part', timezone: 'UTC', paused: true } as const;

/**
 * What is wrong with a cron expression, for people; null where it can be followed. Five fields as every program reads
 * them: no seconds, nicknames or `L`, `W`, `#`, `?`, and not both a day of the month and a day of the week, which some take
 * for "and" and others for "or". `leastMinutes`: between two of its times.
 */
export function cronFault(text: string, leastMinutes: number): string | null {
  if (text.length > LONGEST_CRON) return `must have at most ${LONGEST_CRON} characters`;
  const fields = fieldsOf(text);
  if (fields.length !== 5) return 'must have five fields: minute, hour, day of the month, month, day of the week';
  if (!fields.every((field) => FIELD.test(field.replace(NAMES, '1')))) {
    return 'must be made of numbers, names of months and weekdays, and * , - /';
  }
  if (fields[2] !== '*' && fields[4] !== '*') {
    return 'must not name both a day of the month and a day of the week: leave one of them *';
  }
  const pattern = parsed(text);
  if (pattern === null) return 'is no cron expression: a field is out of its range, or lacks a number';
  if (new Cron(text, options).nextRun(new Date(LONG_AGO)) === null) return 'never fires';
  return leastGap(pattern) < leastMinutes ? `must not fire more often than every ${leastMinutes} minutes` : null;
}

function parsed(text: string): CronPattern | null {
  try {
    return new CronPattern(text, 'UTC', { mode: options.mode });
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Minutes, as on a day whose neighbours it fires on too. */
function leastGap({ minute, hour }: CronPattern): number {
  const hours = indicesOf(hour);
  const minutes = indicesOf(minute);
  const ofDay = hours.flatMap((each) => minutes.map((past) => each * 60 + past));
  const gaps = ofDay.map((at, index) => (ofDay[index + 1] ?? (ofDay[0] ?? 0) + 24 * 60) - at);
  return Math.min(...gaps);
}

/** How often it fires on average, over whole weeks: about a year of them. */
export function cronRunsADay(text: string, from: number): number {
  const [, , ...ofDays] = fieldsOf(text);
  const { minute, hour } = new CronPattern(text, 'UTC', { mode: options.mode });
  const until = from + DAYS_LOOKED_AT * DAY_MS;
  const eachDay = new Cron(`0 0 ${ofDays.join(' ')}`, options);
  let days = 0;
  for (let day = eachDay.nextRun(new Date(from)); day !== null && day.getTime() <= until; day = eachDay.nextRun(day)) {
    days += 1;
  }
  return (days * indicesOf(minute).length * indicesOf(hour).length) / DAYS_LOOKED_AT;
}

const DAY_MS = 86_400_000;

const DAYS_LOOKED_AT = 52 * 7;

const indicesOf = (isSet: readonly number[]): number[] => [...isSet.keys()].filter((index) => isSet[index] === 1);

/**
 * When a cron fires next. It is followed on the wall, and what the wall shows is made a moment here: croner's own way
 * through a change of half an hour (Australia/Lord_Howe) goes back in time. Where clocks are set, one that names its
 * hours fires once: at the first of two, and at the hour that took the place of one that was left out. One that begins its
 * hours with `*` goes by what the wall shows.
 */
export function cronAfter(text: string, zone: string, after: number): number | null {
  const cron = new Cron(text, options);
  const isHourly = fieldsOf(text)[1]?.startsWith('*') ?? false;
  let best = Number.POSITIVE_INFINITY;
  let wall = wallTime(after, zone) - (isChanging(after, zone) ? AROUND_MS : 0);
  for (let next = cron.nextRun(new Date(wall)); next !== null; next = cron.nextRun(next)) {
    wall = next.getTime();
    const meant = momentsOf(wall, zone);
    const due = momentsFor(meant, isHourly).filter((moment) => moment > after);
    best = Math.min(best, ...due);
    // Only where clocks are set is a later time on the wall not a later moment.
    if (meant.shown === 'once' && due.length > 0) break;
  }
  return Number.isFinite(best) ? best : null;
}

function momentsFor({ shown, earliest, latest }: Meant, isHourly: boolean): number[] {
  if (shown === 'once') return [earliest];
  if (!isHourly) return [shown === 'twice' ? earliest : latest];
  return shown === 'twice' ? [earliest, latest] : [];
}

const fieldsOf = (text: string): string[] => text.trim().split(/\s+/);
