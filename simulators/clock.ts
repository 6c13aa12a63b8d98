/** A shop's own clock. It dates all that the shop says, and may be wrong: ahead, behind, or put right while it lives. */
export type ShopClock = {
  now(): Date;
  /** How far it is ahead of this machine's; negative: behind. */
  offsetSeconds: number;
};

export function shopClock(offsetSeconds = 0): ShopClock {
  const clock: ShopClock = { now: () => new Date(Date.now() + clock.offsetSeconds * 1_000), offsetSeconds };
  return clock;
}
