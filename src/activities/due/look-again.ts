import { placeOf } from '../../stores/freshness/place-of';

const LONGEST_MS = 3_600_000;
const DAY_MS = 24 * LONGEST_MS;

/**
 * How long a store that did not answer is left alone: at most an hour, or a day where only its owner can mend it. A part of
 * it is the store's own, so that stores which failed together are not asked again together.
 */
export function lookAgainAfter({ id, status }: { id: string; status: string }, ms: number): number {
  const longest = status === 'needs_attention' ? DAY_MS : LONGEST_MS;
  return Math.min(ms, longest) * (0.8 + 0.2 * placeOf(id, 'look again'));
}
