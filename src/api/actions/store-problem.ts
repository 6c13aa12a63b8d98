import type { StoreProblem, StoreProblemKind } from '../../platforms/problem';
import { type Problem, type ProblemCode, problem } from '../http/problem';

const CODES = {
  throttled: 'store_unreachable',
  unavailable: 'store_unreachable',
  unreadable: 'store_unreachable',
  not_found: 'store_unreachable',
  frozen: 'store_unreachable',
  credentials_rejected: 'store_credentials_rejected',
  forbidden: 'store_credentials_rejected',
  not_supported: 'store_not_supported',
  address_refused: 'store_address_refused',
} as const satisfies Record<StoreProblemKind, ProblemCode>;

/** What connecting answers when the store does not. */
export const STORE_PROBLEMS: readonly ProblemCode[] = [...new Set(Object.values(CODES))];

/** What a store did wrong while it was being connected. */
export function problemOfStore({ kind, detail }: StoreProblem): Problem {
  return problem(CODES[kind], detail);
}
