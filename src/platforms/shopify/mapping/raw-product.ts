import { z } from 'zod';
import { LEFT_OUT, type StandIns } from '../../mapping/read-shape';

/** `gid://shopify/Product/123`; the number is the id that merchants know. It may lie beyond 2^53, so it stays text. */
const gid = (type: string) =>
  z.string().regex(new RegExp(`^gid://shopify/${type}/\\d+$`), { error: `must be the global id of a ${type}` });

const RawVariant = z.object({
  id: gid('ProductVariant'),
  position: z.number(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  price: z.string(),
  compareAtPrice: z.string().nullable(),
  availableForSale: z.boolean(),
  inventoryPolicy: z.string(),
  inventoryQuantity: z.int().nullable(),
  selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Absent when the token may not read inventory items. */
  inventoryItem: z
    .object({
      // No id has more than 20 digits; absent in the lines of a bulk operation that was started without it.
      id: gid('InventoryItem').max(50).nullish(),
      tracked: z.boolean(),
      measurement: z.object({ weight: z.object({ value: z.number(), unit: z.string() }).nullable() }),
    })
    .optional(),
});

const RawMedia = z.object({
  mediaContentType: z.string(),
  alt: z.string().nullable(),
  /** Null while the image is not READY; absent for videos and models. */
  image: z.object({ url: z.string() }).nullish(),
});

/** One product as our documents ask for it, with all of its variants, media and collections. */
export const RawProduct = z.object({
  id: gid('Product'),
  title: z.string(),
  handle: z.string(),
  descriptionHtml: z.string(),
  status: z.string(),
  vendor: z.string(),
  productType: z.string(),
  tags: z.array(z.string()),
  onlineStoreUrl: z.string().nullable(),
  updatedAt: z.iso.datetime({ offset: true }).nullable(),
  hasOnlyDefaultVariant: z.boolean(),
  tracksInventory: z.boolean(),
  category: z.object({ id: z.string(), fullName: z.string() }).nullable(),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  variantsCount: z.object({ count: z.int() }).nullable(),
  variants: z.object({ nodes: z.array(RawVariant) }),
  media: z.object({ nodes: z.array(RawMedia) }),
  collections: z.object({ nodes: z.array(z.object({ id: gid('Collection'), title: z.string() })) }),
});

const LeanLook = RawProduct.pick({ id: true, status: true, variantsCount: true });
const LeanVariant = RawVariant.pick({ id: true, position: true });
const Tracked = z.object({ tracked: z.boolean() }).optional();
const StockVariant = LeanVariant.extend(
  RawVariant.pick({ availableForSale: true, inventoryPolicy: true, inventoryQuantity: true }).shape,
).extend({ inventoryItem: Tracked });
const PricesVariant = LeanVariant.extend(RawVariant.pick({ price: true, compareAtPrice: true }).shape);

/** The part of a product that tells of its stock. */
export const RawStock = LeanLook.extend(RawProduct.pick({ tracksInventory: true }).shape).extend({
  variants: z.object({ nodes: z.array(StockVariant) }),
});

/** The part of a product that tells of its prices. */
export const RawPrices = LeanLook.extend({ variants: z.object({ nodes: z.array(PricesVariant) }) });

/**
 * What is neither identity, nor price, nor stock: a product without it can still be sold. The options that a variant was
 * chosen by tell it from the others, so they are none of it.
 */
export const STAND_INS: StandIns = {
  handle: '',
  descriptionHtml: '',
  vendor: '',
  productType: '',
  tags: [],
  'tags[]': LEFT_OUT,
  onlineStoreUrl: null,
  updatedAt: null,
  category: null,
  options: [],
  'options[]': LEFT_OUT,
  'media.nodes[]': LEFT_OUT,
  'media.nodes[].alt': null,
  'collections.nodes[]': LEFT_OUT,
  'variants.nodes[].barcode': null,
  'variants.nodes[].inventoryItem.id': null,
  'variants.nodes[].inventoryItem.measurement': { weight: null },
};

export type RawProduct = z.infer<typeof RawProduct>;
export type RawVariant = z.infer<typeof RawVariant>;
export type RawStock = z.infer<typeof RawStock>;
export type RawPrices = z.infer<typeof RawPrices>;
export type RawMedia = z.infer<typeof RawMedia>;

/** The number at the end of a global id. */
export function numericId(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1);
}

/** Anything else would fail the whole request as an invalid global id. */
export function isShopifyId(externalId: string): boolean {
  return /^\d{1,20}$/.test(externalId);
}
