/** Why a product is inactive, kept with it. */
export interface DeactivationEvidence {
  kind: 'not_found' | 'trashed' | 'unpublished';
  source: 'listing' | 'confirmation';
  /** RFC 3339 UTC. */
  checked_at: string;
  /** The platform's word for an unpublished product. */
  status?: string;
}
