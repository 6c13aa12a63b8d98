import type { CalendarSpecDescription, ScheduleSpec, ScheduleSpecDescription } from '@temporalio/client';
import { durationText } from '../../model/freshness/durations';

const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
];
const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

export interface ScheduleTimes {
  /** `15m`, `24h`, `7d`. */
  interval: string | null;
  cron: string | null;
}

/**
 * What a schedule's specification says, as it would be written here: both are null for one that neither says alone, such as
 * several calendars, seconds or times that are left out.
 */
export function timesOf(spec: ScheduleSpecDescription): ScheduleTimes {
  const [calendars, intervals, skip] = [spec.calendars ?? [], spec.intervals ?? [], spec.skip ?? []];
  const [calendar] = calendars;
  const [interval] = intervals;
  const isOne = calendars.length + intervals.length === 1 && skip.length === 0 && !spec.startAt && !spec.endAt;
  if (!isOne) return { interval: null, cron: null };
  if (interval !== undefined) {
    const isOnTheHour = (interval.offset ?? 0) === 0;
    return { interval: isOnTheHour ? durationText(interval.every) : null, cron: null };
  }
  return { interval: null, cron: calendar === undefined ? null : cronOf(calendar) };
}

/** Other times in place of those that it has; the rest of it stays. */
export function withTimes(
  spec: ScheduleSpecDescription,
  { everyMs, cron, timeZone }: { everyMs: number | undefined; cron: string | undefined; timeZone: string | undefined },
): ScheduleSpec {
  const timezone = timeZone === undefined ? {} : { timezone: timeZone };
  if (everyMs !== undefined) return { ...spec, ...timezone, calendars: [], intervals: [{ every: everyMs }] };
  if (cron !== undefined) return { ...spec, ...timezone, calendars: [], intervals: [], cronExpressions: [cron] };
  return { ...spec, ...timezone };
}

interface Numbers {
  start: number;
  end: number;
  step: number;
}

/** null where no cron of five fields says the same. */
function cronOf(calendar: CalendarSpecDescription): string | null {
  const { second, year } = calendar;
  const atFullMinutes = second.every(({ start, end }) => start === 0 && end === 0);
  if (!atFullMinutes || year.length > 0) return null;
  const fields = [
    fieldOf(calendar.minute, 0, 59),
    fieldOf(calendar.hour, 0, 23),
    fieldOf(calendar.dayOfMonth, 1, 31),
    fieldOf(numbersOf(calendar.month, MONTHS, 1), 1, 12),
    fieldOf(numbersOf(calendar.dayOfWeek, WEEKDAYS, 0), 0, 6),
  ];
  return fields.join(' ');
}

function numbersOf(
  ranges: readonly { start: string; end: string; step: number }[],
  names: readonly string[],
  first: number,
): Numbers[] {
  const numberOf = (name: string) => names.indexOf(name) + first;
  return ranges.map(({ start, end, step }) => ({ start: numberOf(start), end: numberOf(end), step }));
}

function fieldOf(ranges: readonly Numbers[], least: number, most: number): string {
  const parts = ranges.map(({ start, end, step }) => {
    if (start === end) return String(start);
    const range = start === least && end >= most ? '*' : `${start}-${end}`;
    return step === 1 ? range : `${range}/${step}`;
  });
  return parts.join(',');
}
