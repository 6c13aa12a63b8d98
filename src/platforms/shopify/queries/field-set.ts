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
