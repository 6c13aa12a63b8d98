/** Why a product in the catalogue may not be what the store has now. */
export const DOUBT_TYPES = ['set_aside', 'held_by_brake', 'store_not_read'] as const;

export interface Doubt {
  type: (typeof DOUBT_TYPES)[number];
  /** From then on it is in doubt. */
  since: Date;
  /** The run that told; null: of a store that no run read whole. */
  run_id: string | null;
  /** For people: what it means, and what to do. */
  message: string;
}
