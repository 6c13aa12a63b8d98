import { createHash } from 'node:crypto';

interface Told {
  storeId: string;
  topic: string;
  body: Buffer;
}

export interface ToldLately {
  has(told: Told): boolean;
  add(told: Told): void;
}

/** Platforms repeat what they took for unanswered within minutes. */
const FOR_MS = 10 * 60_000;
const MOST = 10_000;

/**
 * What names no product is a row each time, unlike a hint: the same bytes of a store under the same topic are one for a while.
 * Ids of deliveries are not signed, so whoever repeats one would make them up.
 */
export function toldLately({ forMs = FOR_MS, most = MOST }: { forMs?: number; most?: number } = {}): ToldLately {
  const toldAt = new Map<string, number>();
  const keyOf = ({ storeId, topic, body }: Told) =>
    `${storeId} ${topic} ${createHash('sha256').update(body).digest('base64')}`;
  return {
    has: (told) => performance.now() - (toldAt.get(keyOf(told)) ?? Number.NEGATIVE_INFINITY) < forMs,
    add(told) {
      const key = keyOf(told);
      toldAt.delete(key); // the map's order is that of telling
      const [oldest] = toldAt.keys();
      if (toldAt.size >= most && oldest !== undefined) toldAt.delete(oldest);
      toldAt.set(key, performance.now());
    },
  };
}
