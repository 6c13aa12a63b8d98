import { durationMs } from '../../model/freshness/durations';
import { cronAfter, cronRunsADay } from './cron';

const DAY_MS = 86_400_000;

export interface Preview {
  nextTimes: Date[];
  /** On average, to a hundredth. */
  runsADay: number;
}

/** When an interval or a cron would be due. An interval's times are those of a schedule: a store has its own behind them. */
export function previewOf(
  timing: { every: string } | { cron: string },
  { timeZone, after, times }: { timeZone: string; after: Date; times: number },
): Preview {
  const nextAfter = (at: number) =>
    'cron' in timing ? cronAfter(timing.cron, timeZone, at) : (Math.floor(at / every) + 1) * every;
  const every = 'every' in timing ? (durationMs(timing.every) ?? Number.NaN) : Number.NaN;
  const runsADay = 'cron' in timing ? cronRunsADay(timing.cron, after.getTime()) : DAY_MS / every;

  const nextTimes: Date[] = [];
  for (let at = nextAfter(after.getTime()); at !== null && nextTimes.length < times; at = nextAfter(at)) {
    nextTimes.push(new Date(at));
  }
  return { nextTimes, runsADay: Math.round(runsADay * 100) / 100 };
}
