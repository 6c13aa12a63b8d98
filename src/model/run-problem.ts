/** What kept a run from `completed`. */
export const RUN_PROBLEM_TYPES = [
  'listing_short',
  'products_unknown',
  'products_set_aside',
  'unclear_answers',
  'rejected_by_operator',
  'deactivations_held',
  'parameters_ignored',
  'limit_met',
] as const;

export interface RunProblem {
  type: (typeof RUN_PROBLEM_TYPES)[number];
  /** For people: what it means, and what to do. */
  message: string;
  /** Products, where it is about some. */
  count: number;
}
