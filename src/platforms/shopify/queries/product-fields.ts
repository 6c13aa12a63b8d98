/** Connections answer at most so many nodes, except `variants` below a single product. */
export const NODES_AT_ONCE = 250;

/**
 * Of each product, what comes inline with a page: more than nearly every product has. What goes beyond is drained by
 * the product's own queries, which costs a request each, while every inline node is paid for by all products.
 */
const INLINE = { media: 20, collections: 20 };
export const INLINE_VARIANTS = 50;

/** What a product says itself, without its listings. */
export const OWN_FIELDS = `
    id
    title
    handle
    descriptionHtml
    status
    vendor
    productType
    tags
    onlineStoreUrl
    updatedAt
    hasOnlyDefaultVariant
    tracksInventory
    category { id fullName }
    options { name values }
    variantsCount { count precision }`;

/** Everything that the mapping needs of a product; the same for pages and for single ids. */
export function productFields(fields: FieldSet): string {
  return `${OWN_FIELDS}
    variants(first: ${INLINE_VARIANTS}, sortKey: ID) { nodes { ${variantFields(fields)} } pageInfo { hasNextPage } }
    media(first: ${INLINE.media}) { nodes { ${MEDIA_FIELDS} } pageInfo { hasNextPage endCursor } }
    collections(first: ${INLINE.collections}) { nodes { ${COLLECTION_FIELDS} } pageInfo { hasNextPage endCursor } }`;
}

/** `position` is data here: a listing sorted by it would shift under a reader when a merchant drags a variant. */
export function variantFields({ inventoryItems }: FieldSet): string {
  return `
    id
    position
    sku
    barcode
    price
    compareAtPrice
    availableForSale
    inventoryPolicy
    inventoryQuantity
    selectedOptions { name value }
    ${inventoryItems ? 'inventoryItem { id tracked measurement { weight { value unit } } }' : ''}`;
}

export const MEDIA_FIELDS = 'id mediaContentType alt ... on MediaImage { image { url } }';

export const COLLECTION_FIELDS = 'id title';

/** What a token may read: documents are built from it, so that one denied field does not cost a whole page. */
export interface FieldSet {
  /**
   * `InventoryItem` asks for read_products or read_inventory by Shopify's schema, yet some tokens with read_products
   * alone are refused it in the field. Without it: no weights, and `tracked` is known of the product only.
   */
  readonly inventoryItems: boolean;
}

export const ALL_FIELDS: FieldSet = { inventoryItems: true };

export const WITHOUT_INVENTORY_ITEMS: FieldSet = { inventoryItems: false };
