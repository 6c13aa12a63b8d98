/** What people are told of without asking. An alert is a state: one of each kind and store at a time. */
export const ALERT_KINDS = [
  'run_failed',
  'store_needs_attention',
  'approval_waiting',
  'unusual_change',
  'store_late',
  'webhooks_in_trouble',
  'set_aside_grew',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What is known of it, for its text. Ids, counts and messages that runs and stores have anyway; never a product. */
export interface AlertFacts {
  /** In the words of the run or the store's row. */
  message?: string;
  error_type?: string;
  run_id?: string;
  created?: number;
  deactivated?: number;
  /** Products of the store, which a count is to be compared with. */
  products?: number;
  set_aside?: number;
  /** Looks in a row that failed. */
  looks?: number;
  /** RFC 3339: when the store was last known to be read or asked. */
  last_at?: string | null;
}

/** Why it is over: what was wrong is right again, or its store is not looked after any more. */
export type SolvedWhy = 'right_again' | 'paused' | 'disconnected';
