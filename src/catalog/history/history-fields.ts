import type { CanonicalProduct, CanonicalVariant } from '../../model/product';

type OfProduct = Exclude<keyof CanonicalProduct, 'external_id' | 'variants' | 'source_updated_at'>;
type OfVariant = Exclude<keyof CanonicalVariant, 'external_id' | 'inventory_item_id'>;

/** What a merge compares and tells of, of a product and of its variants: a field that is missing here does not compile. */
const KEPT: Record<OfProduct | OfVariant, true> = {
  is_active: true,
  status: true,
  title: true,
  description: true,
  price: true,
  compare_at_price: true,
  currency: true,
  sku: true,
  stock: true,
  available: true,
  url: true,
  images: true,
  categories: true,
  tags: true,
  vendor: true,
  product_type: true,
  attributes: true,
  position: true,
  barcode: true,
  metadata: true,
};

export type HistoryField = keyof typeof KEPT;

export const HISTORY_FIELDS = Object.keys(KEPT) as [HistoryField, ...HistoryField[]];
