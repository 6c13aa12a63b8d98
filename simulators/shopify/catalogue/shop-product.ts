/**
 * What a simulated shop holds. Plain objects named as the Admin API names its fields; what the API derives
 * (totals, price ranges, availability, global ids) is computed when it is asked for.
 * Ids are the numeric part of a global id, as text: they may lie beyond 2^53.
 */
export interface ShopProduct {
  id: string;
  title: string;
  handle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  tags: string[];
  status: ProductStatus;
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
  isGiftCard: boolean;
  templateSuffix: string | null;
  seo: { title: string | null; description: string | null };
  category: { id: string; name: string; fullName: string } | null;
  options: ShopOption[];
  variants: ShopVariant[];
  media: ShopMedia[];
  collections: ShopCollection[];
}

export type ProductStatus = 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';

export interface ShopOption {
  id: string;
  name: string;
  position: number;
  optionValues: { id: string; name: string }[];
}

/** Prices are decimal text in the shop's currency, as the API's bare `Money` scalars are. */
export interface ShopVariant {
  id: string;
  productId: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  position: number;
  price: string;
  compareAtPrice: string | null;
  taxable: boolean;
  inventoryPolicy: 'CONTINUE' | 'DENY';
  inventoryQuantity: number;
  selectedOptions: { name: string; value: string }[];
  mediaIds: string[];
  createdAt: string;
  updatedAt: string;
  inventoryItem: ShopInventoryItem;
}

export interface ShopInventoryItem {
  id: string;
  tracked: boolean;
  requiresShipping: boolean;
  unitCost: string | null;
  weight: { value: number; unit: 'GRAMS' | 'KILOGRAMS' | 'OUNCES' | 'POUNDS' } | null;
  countryCodeOfOrigin: string | null;
  harmonizedSystemCode: string | null;
}

/** `imageUrl` is the picture itself or the preview of a video: null while the media is not READY. */
export interface ShopMedia {
  id: string;
  mediaContentType: 'IMAGE' | 'VIDEO' | 'EXTERNAL_VIDEO';
  status: 'UPLOADED' | 'PROCESSING' | 'READY' | 'FAILED';
  alt: string | null;
  imageUrl: string | null;
  width: number;
  height: number;
}

export interface ShopCollection {
  id: string;
  title: string;
  handle: string;
  updatedAt: string;
}

/** A destroyed product or variant, which only the `events` query still knows. */
export interface ShopEvent {
  id: string;
  action: string;
  subjectType: 'PRODUCT' | 'PRODUCT_VARIANT';
  subjectId: string;
  createdAt: string;
}
