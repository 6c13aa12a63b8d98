import type { QuietHours } from './settings';
import { momentsOf, wallDay, wallTime } from './zone-clock';

/** A time of quiet, its beginning included, its end not. */
export interface QuietTime {
  start: number;
  end: number;
  /** How long none is behind it. */
  openMs: number;
}

const MINUTE_MS = 60_000;

/** The quiet time that a moment lies in, or else the last one before it. */
export function quietTimeAt(at: number, quiet: QuietHours, zone: string): QuietTime {
  const today = wallTime(at, zone);
  const times = joined([-2, -1, 0, 1, 2].map((days) => timeOfDay(wallDay(today, days), quiet, zone)));
  const index = times.findLastIndex(({ start }) => start <= at);
  const [time, next] = [times[index], times[index + 1]];
  if (time === undefined || next === undefined) {
    throw new Error(`no quiet times around ${new Date(at).toISOString()} in ${zone}`);
  }
  return { ...time, openMs: next.start - time.end };
}

type Stretch = Pick<QuietTime, 'start' | 'end'>;

/**
 * The one that begins on a day of the wall. Where clocks are set, it begins at the earliest and ends at the latest moment
 * that its times may mean: quiet hours are kept at least.
 */
function timeOfDay(day: number, { from, to }: QuietHours, zone: string): Stretch {
  const start = day + minutesOf(from) * MINUTE_MS;
  const end = (minutesOf(to) > minutesOf(from) ? day : wallDay(day, 1)) + minutesOf(to) * MINUTE_MS;
  return { start: momentsOf(start, zone).earliest, end: momentsOf(end, zone).latest };
}

/** Where the clock leaves out all the time between two, they are one. */
function joined(times: readonly Stretch[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const time of times) {
    const last = stretches.at(-1);
    if (last !== undefined && time.start <= last.end) last.end = time.end;
    else stretches.push({ ...time });
  }
  return stretches;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
