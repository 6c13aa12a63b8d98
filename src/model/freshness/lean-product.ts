import type { CanonicalProduct, CanonicalVariant } from '../product';

/** Modes that read, compare and write one group of a product's fields alone. Each group has a content hash of its own. */
export const LEAN_MODES = ['inventory', 'prices'] as const;
export type LeanMode = (typeof LEAN_MODES)[number];

/**
 * A product with the fields of one group alone, as a full page of the same state would map them: all its variants in the
 * store's order, and of the metadata only what tells of stock.
 */
export type LeanProduct = LeanStock | LeanPrices;

interface LeanLook {
  external_id: string;
  /** As a full page would map it: one that shows the product alive stops a deactivation of older evidence (I12). */
  is_active: boolean;
}

export interface LeanStock extends LeanLook, Pick<CanonicalProduct, 'stock' | 'available' | 'metadata'> {
  group: 'inventory';
  variants: Pick<CanonicalVariant, 'external_id' | 'stock' | 'available' | 'metadata'>[];
}

export interface LeanPrices extends LeanLook, Pick<CanonicalProduct, 'price' | 'currency'> {
  group: 'prices';
  variants: Pick<CanonicalVariant, 'external_id' | 'price' | 'compare_at_price'>[];
}
