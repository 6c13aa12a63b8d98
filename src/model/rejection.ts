export const REJECTION_REASONS = [
  'price_unreadable',
  'out_of_range',
  'shape_unreadable',
  'variants_incomplete',
  'store_error',
  'refused_by_database',
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** A product that could not be mapped (I7): set aside with its payload, the others go on. */
export interface UnreadableProduct {
  external_id: string;
  title: string | null;
  reason: RejectionReason;
  /** Where in the payload: `variations[3].price`. */
  path: string;
  /** What is wrong there, for people. */
  message: string;
  /** The product's raw JSON text. */
  payload: string;
}
