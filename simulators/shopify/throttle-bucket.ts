/** The points a shop grants to an app: `maximum` at once, `restoreRate` more each second. */
export type BucketSize = { maximum: number; restoreRate: number };

type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };

export type ThrottleBucket = {
  /** Takes the points, or nothing and answers false when they are not all there. */
  take(points: number): boolean;
  giveBack(points: number): void;
  status(): ThrottleStatus;
};

export function throttleBucket({ maximum, restoreRate }: BucketSize): ThrottleBucket {
  let available = maximum;
  let restoredAt = performance.now();

  function restore() {
    const now = performance.now();
    available = Math.min(maximum, available + ((now - restoredAt) / 1000) * restoreRate);
    restoredAt = now;
  }

  return {
    take(points) {
      restore();
      if (points > available) return false;
      available -= points;
      return true;
    },
    giveBack(points) {
      restore();
      available = Math.min(maximum, available + points);
    },
    status() {
      restore();
      return { maximumAvailable: maximum, currentlyAvailable: Math.floor(available), restoreRate };
    },
  };
}
