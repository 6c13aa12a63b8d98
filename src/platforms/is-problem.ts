import type { StoreProblem, StoreProblemKind } from './problem';

const KINDS = {
  throttled: true,
  unavailable: true,
  unreadable: true,
  credentials_rejected: true,
  forbidden: true,
  not_found: true,
  frozen: true,
  not_supported: true,
  address_refused: true,
} as const satisfies Record<StoreProblemKind, true>;

/** Tells a problem from whatever else a store's method answers. */
export function isProblem(outcome: { kind: string }): outcome is StoreProblem {
  return Object.hasOwn(KINDS, outcome.kind);
}
