import type { DeactivationEvidence } from './evidence';

/** One product of a dry run that the store has otherwise than the catalogue. */
export interface Difference {
  kind: 'created' | 'changed' | 'deactivated';
  external_id: string;
  /** null for one that the catalogue does not have. */
  product_id: string | null;
  title: string;
  fields: { field: string; before: unknown; after: unknown }[];
  evidence: DeactivationEvidence | null;
}
