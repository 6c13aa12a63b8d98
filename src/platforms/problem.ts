/**
 * What can be wrong with a store, as values: a store's misbehaviour is expected, it is not a bug of ours.
 * `detail` is for people: it names the store's address and what was seen, and never holds a credential.
 */
export type StoreProblem =
  | { kind: 'throttled'; waitMs: number; detail: string }
  /** Network errors, time-outs, 5xx, 408: likely to pass. */
  | { kind: 'unavailable'; status: number | null; detail: string }
  /** HTML or broken JSON where JSON was due. `cause` where something can be done about it, or nothing ever. */
  | { kind: 'unreadable'; status: number; detail: string; cause?: UnreadableCause }
  | { kind: 'credentials_rejected'; detail: string }
  | { kind: 'forbidden'; detail: string }
  | { kind: 'not_found'; detail: string }
  /** The shop is frozen, paused or locked by its platform. */
  | { kind: 'frozen'; detail: string }
  /** The platform's software there is too old or switched off. */
  | { kind: 'not_supported'; detail: string }
  /** The address is private, plain http or otherwise not allowed; no connection was attempted. */
  | { kind: 'address_refused'; detail: string };

/** A wait that a store asks for lasts an hour at most: one that is meant is asked for again by then. */
export const LONGEST_WAIT_MS = 3_600_000;

/**
 * `too_large`: over a limit of its purpose or of JSON, so that less may be asked for at once. `parameters_ignored`: the answer is of
 * the right form, and not to what was asked; asking again cannot mend it.
 */
type UnreadableCause = 'too_large' | 'parameters_ignored';

export type StoreProblemKind = StoreProblem['kind'];

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
