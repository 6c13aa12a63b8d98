import { z } from 'zod';
import { LONGEST_WAIT_MS } from '../../problem';

/** Beyond what any plan has; what is outside is nobody's bucket, and would make waits and sizes that are no numbers. */
const MOST = 1_000_000_000;

export const Points = z.number().min(1).max(MOST);

/** Points of one app in one shop (Standard: 2,000 at most, 100 restored a second), as each answer tells them. */
export const ThrottleStatus = z.object({
  maximumAvailable: Points,
  currentlyAvailable: z.number().min(-MOST).max(MOST),
  restoreRate: z.number().positive().max(MOST),
});

/** With the time of the reading, in ms since 1970: points come back as time passes. */
export const ThrottleReading = ThrottleStatus.extend({ readAt: z.number() });

export type ThrottleReading = z.infer<typeof ThrottleReading>;

/** The share of the bucket that a listing leaves to others: webhooks' refreshes, a merchant's other integrations. */
export const LEFT_BY_LISTINGS = 0.1;

/** Shopify refuses a single query above 1,000 points before it runs, on every plan. */
const MOST_POINTS = 1000;

/** What one request may ask for at most. */
export function mostPoints(bucket: ThrottleReading | null, left: number): number {
  return Math.min(MOST_POINTS, bucket === null ? MOST_POINTS : bucket.maximumAvailable * (1 - left));
}

/**
 * Milliseconds until the bucket holds the points beside the share that is left, an hour at most; 0 when it does, or
 * nothing is known.
 */
export function waitForPoints(bucket: ThrottleReading | null, points: number, left: number, now: number): number {
  if (bucket === null) return 0;
  const { maximumAvailable, currentlyAvailable, restoreRate, readAt } = bucket;
  const restored = (Math.max(0, now - readAt) / 1000) * restoreRate;
  const available = Math.min(maximumAvailable, currentlyAvailable + restored);
  // More than it can ever hold would be waited for without end: then a full one has to do.
  const needed = Math.min(points + maximumAvailable * left, maximumAvailable);
  return Math.min(LONGEST_WAIT_MS, Math.max(0, Math.ceil(((needed - available) / restoreRate) * 1000)));
}
