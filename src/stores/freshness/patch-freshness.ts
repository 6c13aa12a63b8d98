import { z } from 'zod';
import { CADENCE_MODES } from '../../model/freshness/cadence-modes';
import { type Cadence, Freshness, type FreshnessPatch } from './settings';

export interface FreshnessFault {
  /** Below `freshness`. */
  path: string[];
  message: string;
}

export type PatchedFreshness =
  /** `kept`: as it is to stand in the database, without defaults. */
  | { kind: 'patched'; kept: Record<string, unknown>; before: Freshness; freshness: Freshness }
  /** The change does not fit what is set. */
  | { kind: 'refused'; faults: FreshnessFault[] };

const Kept = z.record(z.string(), z.unknown());

/** Changes what is given and keeps the rest as it stands there, what this version does not know too. */
export function patchFreshness(kept: unknown, patch: FreshnessPatch): PatchedFreshness {
  const before = Freshness.parse(kept);
  const after = Kept.parse(kept);
  const faults: FreshnessFault[] = [];

  for (const mode of CADENCE_MODES) {
    const change = patch[mode];
    if (change === undefined) continue;
    if (change === 'unset') {
      delete after[mode];
      continue;
    }
    const cadence = change === null ? null : changedCadence(before[mode] ?? null, change);
    if (cadence === undefined) faults.push({ path: [mode], message: 'is off: name every or cron' });
    after[mode] = cadence;
  }

  if (patch.quiet_hours !== undefined) {
    const quiet = patch.quiet_hours === null ? null : { ...before.quiet_hours, ...patch.quiet_hours };
    const lacking =
      quiet === null ? [] : (['from', 'to', 'modes'] as const).filter((field) => quiet[field] === undefined);
    faults.push(...lacking.map((field) => ({ path: ['quiet_hours', field], message: 'is missing' })));
    if (quiet !== null && lacking.length === 0 && quiet.from === quiet.to) {
      faults.push({ path: ['quiet_hours', 'to'], message: 'must not be the same time as from' });
    }
    after.quiet_hours = quiet;
  }
  if (patch.time_zone !== undefined) after.time_zone = patch.time_zone;
  if (patch.overlap !== undefined) after.overlap = patch.overlap;

  return faults.length > 0
    ? { kind: 'refused', faults }
    : { kind: 'patched', kept: after, before, freshness: Freshness.parse(after) };
}

/** undefined where nothing says how often. */
function changedCadence(
  before: Cadence | null,
  { every, cron, paused = before?.paused ?? false }: Exclude<FreshnessPatch['incremental'], null | undefined>,
): Cadence | undefined {
  if (every !== undefined) return { every, paused };
  if (cron !== undefined) return { cron, paused };
  return before === null ? undefined : { ...before, paused };
}
