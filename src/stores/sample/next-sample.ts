import { placeOf } from '../freshness/place-of';
import { quietTimeAt } from '../freshness/quiet-times';
import type { Freshness } from '../freshness/settings';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A run, or hints that are worked off. */
const SOON_MS = 5 * 60_000;

/** At the store's own time of the day, the next one that is half a day away at least. */
export function nextSample(storeId: string, now: Date): Date {
  const place = placeOf(storeId, 'sample') * DAY_MS;
  const least = now.getTime() + DAY_MS / 2;
  const day = Math.ceil((least - place) / DAY_MS);
  return new Date(day * DAY_MS + place);
}

/** When the store was not quiet: soon. */
export const sampleSoon = (now: Date): Date => new Date(now.getTime() + SOON_MS);

/**
 * Behind the store's quiet hours, whatever modes they hold back, spread over an hour; null where it is not in them. Hours
 * of quiet are those in which its owner wants it spared.
 */
export function sampleBehindQuiet(
  { quiet_hours: quiet, time_zone: zone }: Pick<Freshness, 'quiet_hours' | 'time_zone'>,
  storeId: string,
  now: Date,
): Date | null {
  if (quiet === null) return null;
  const { end } = quietTimeAt(now.getTime(), quiet, zone);
  return end <= now.getTime() ? null : new Date(end + placeOf(storeId, 'sample behind quiet') * HOUR_MS);
}
