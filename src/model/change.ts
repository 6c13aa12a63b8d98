/** What a change of the catalogue is, in the words of the feed and of `product_changes`. */
export const CHANGE_KINDS = [
  'created',
  'updated',
  'deactivated',
  'reactivated',
  'variant_created',
  'variant_updated',
  'variant_removed',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];
