import { totalInventory } from '../catalogue/product-facts';
import type { ShopCollection, ShopEvent, ShopProduct, ShopVariant } from '../catalogue/shop-product';
import type { SearchFields } from './search';

export const productFields: SearchFields<ShopProduct> = {
  id: { kind: 'id', values: (product) => [product.id] },
  title: { kind: 'text', values: (product) => [product.title] },
  handle: { kind: 'text', values: (product) => [product.handle] },
  vendor: { kind: 'text', values: (product) => [product.vendor] },
  product_type: { kind: 'text', values: (product) => [product.productType] },
  tag: { kind: 'text', values: (product) => product.tags },
  status: { kind: 'text', values: (product) => [product.status] },
  sku: { kind: 'text', values: (product) => product.variants.map((variant) => variant.sku) },
  barcode: { kind: 'text', values: (product) => product.variants.map((variant) => variant.barcode) },
  collection_id: { kind: 'id', values: (product) => product.collections.map((collection) => collection.id) },
  inventory_total: { kind: 'number', values: (product) => [totalInventory(product)] },
  created_at: { kind: 'date', values: (product) => [product.createdAt] },
  updated_at: { kind: 'date', values: (product) => [product.updatedAt] },
  published_at: { kind: 'date', values: (product) => [product.publishedAt] },
};

export const variantFields: SearchFields<ShopVariant> = {
  id: { kind: 'id', values: (variant) => [variant.id] },
  product_id: { kind: 'id', values: (variant) => [variant.productId] },
  sku: { kind: 'text', values: (variant) => [variant.sku] },
  barcode: { kind: 'text', values: (variant) => [variant.barcode] },
  title: { kind: 'text', values: (variant) => [variant.title] },
  inventory_quantity: { kind: 'number', values: (variant) => [variant.inventoryQuantity] },
  updated_at: { kind: 'date', values: (variant) => [variant.updatedAt] },
};

/** Of inventory items, which are searched through the variants that hold them. */
export const inventoryItemFields: SearchFields<ShopVariant> = {
  id: { kind: 'id', values: (variant) => [variant.inventoryItem.id] },
  sku: { kind: 'text', values: (variant) => [variant.sku] },
  updated_at: { kind: 'date', values: (variant) => [variant.updatedAt] },
};

export const collectionFields: SearchFields<ShopCollection> = {
  id: { kind: 'id', values: (collection) => [collection.id] },
  title: { kind: 'text', values: (collection) => [collection.title] },
  handle: { kind: 'text', values: (collection) => [collection.handle] },
  updated_at: { kind: 'date', values: (collection) => [collection.updatedAt] },
};

export const eventFields: SearchFields<ShopEvent> = {
  id: { kind: 'id', values: (event) => [event.id] },
  subject_type: { kind: 'text', values: (event) => [event.subjectType] },
  action: { kind: 'text', values: (event) => [event.action] },
  created_at: { kind: 'date', values: (event) => [event.createdAt] },
};
