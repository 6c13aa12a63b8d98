import type { CadenceMode } from '../../model/freshness/cadence-modes';
import type { RunMode } from '../../model/run';
import { type Problem, problem } from '../http/problem';

/** `why`: as `whyNotLean` tells it. */
export function notAbleTo(mode: RunMode | CadenceMode, why: string): Problem {
  return problem(
    'store_not_supported',
    `A sync of mode ${mode} is not possible: ${why}. Use incremental and full syncs.`,
  );
}
