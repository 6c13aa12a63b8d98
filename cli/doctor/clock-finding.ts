import { type Finding, failed, ok, warn } from './check';

/** Times of runs, approvals and keys are compared over machines; leases and time limits last 10 s and more. */
const APART_MS = { warn: 2_000, failed: 30_000 } as const;

const ADVICE = 'Let both machines follow a time server (NTP).';

/** How far another clock is from ours, at least: it was read at some moment between `before` and `after`. */
export function clockFinding(
  whose: string,
  { before, after }: { before: number; after: number },
  theirs: Date,
): Finding {
  const apart = Math.max(0, theirs.getTime() - after, before - theirs.getTime());
  const said = `${whose} is ${(apart / 1_000).toFixed(1)} s apart from this machine`;
  if (apart >= APART_MS.failed) return failed(said, ADVICE);
  return apart >= APART_MS.warn ? warn(said, ADVICE) : ok(`${whose} has the time of this machine`);
}
