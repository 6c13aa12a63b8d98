import type { CadenceMode } from '../../model/freshness/cadence-modes';
import { durationMs } from '../../model/freshness/durations';
import { nextTime } from './next-times';
import { quietTimeAt } from './quiet-times';
import type { Freshness } from './settings';

/** So often a store may miss its turn before it is late. */
const INTERVALS = 2;

/** How often the daily sweep takes a store whose full run has no cadence of its own. */
const SWEPT = { every: '24h', paused: false } as const;

/**
 * So many quiet times are waited for at most: hours that leave a minute a day open would put off a month for a century, and
 * keep a program counting meanwhile.
 */
const MOST_QUIET_TIMES = 100;

/** Those that read what a store has; a lean mode shows a part of what it knew already. */
const READING_MODES = ['incremental', 'full'] as const satisfies readonly CadenceMode[];

/**
 * From when on a store counts as late that was last seen at a moment: two intervals behind it, quiet hours not counted, of
 * the cadence that is to see it first. null: never, as nothing is to read it by itself.
 */
export function lateTime(freshness: Freshness, storeId: string, seenAt: Date): Date | null {
  const times = READING_MODES.map((mode) => lateTimeOf(mode, freshness, storeId, seenAt)).filter((at) => at !== null);
  return times.length > 0 ? new Date(Math.min(...times.map(Number))) : null;
}

function lateTimeOf(mode: CadenceMode, freshness: Freshness, storeId: string, seenAt: Date): Date | null {
  const { time_zone: timeZone, quiet_hours: quietHours } = freshness;
  const cadence = freshness[mode] === undefined && mode === 'full' ? SWEPT : freshness[mode];
  if (!cadence || cadence.paused) return null;
  if ('cron' in cadence) {
    let at: Date | null = seenAt;
    for (let turn = 0; turn < INTERVALS && at !== null; turn += 1) {
      at = nextTime({ cadence, mode, storeId, timeZone, quietHours, after: at });
    }
    return at;
  }
  const every = durationMs(cadence.every);
  if (every === null) throw new Error(`${cadence.every} is no interval`);
  const allowedMs = INTERVALS * every;
  // The sweep goes by the clock of its schedule, whatever hours a store calls quiet.
  if (cadence === SWEPT || !quietHours?.modes.includes(mode)) return new Date(seenAt.getTime() + allowedMs);

  let at = seenAt.getTime();
  let left = allowedMs;
  for (let passed = 0; passed < MOST_QUIET_TIMES; passed += 1) {
    const { end, openMs } = quietTimeAt(at, quietHours, timeZone);
    const from = Math.max(at, end);
    const openLeft = end + openMs - from;
    if (left <= openLeft) return new Date(from + left);
    left -= openLeft;
    at = end + openMs;
  }
  return new Date(at);
}
