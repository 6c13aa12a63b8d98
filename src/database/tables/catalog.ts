import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { DeactivationEvidence } from '../../model/evidence';
import type { LeanMode } from '../../model/freshness/lean-product';
import type { Json, Metadata, ProductImage } from '../../model/product';
import { json, moment, money, now, ownId } from './columns';
import { tenantPolicy } from './policies';
import { stores } from './stores';

/** Numbers every request to a store before it is sent (I12); clocks are for people. */
export const observations = pgSequence('observations');

export const products = pgTable(
  'products',
  {
    id: ownId(),
    tenantId: uuid('tenant_id').notNull(),
    storeId: uuid('store_id').notNull(),
    externalId: text('external_id').notNull(),
    /** Content hashes: a full page compares all three, a lean one only its own. */
    detailsHash: uuid('details_hash').notNull(),
    pricesHash: uuid('prices_hash').notNull(),
    stockHash: uuid('stock_hash').notNull(),
    /** Version of the canonical form that the hashes were made from. */
    form: smallint('form').notNull(),
    /** Of the request whose answer was written last (I12). */
    observation: bigint('observation', { mode: 'number' }).notNull(),
    /** Of the lean page that wrote this group alone last; null: none did. The newer of the two holds for the group. */
    pricesObservation: bigint('prices_observation', { mode: 'number' }),
    stockObservation: bigint('stock_observation', { mode: 'number' }),
    title: text('title').notNull(),
    description: text('description').notNull(),
    images: json('images').$type<ProductImage[]>().notNull(),
    price: money('price'),
    currency: text('currency').notNull(),
    sku: text('sku'),
    stock: bigint('stock', { mode: 'number' }),
    available: boolean('available').notNull(),
    isActive: boolean('is_active').notNull(),
    status: text('status').notNull(),
    url: text('url'),
    categoryIds: text('category_ids').array().notNull(),
    tags: text('tags').array().notNull(),
    vendor: text('vendor'),
    productType: text('product_type'),
    metadata: json('metadata').$type<Metadata>().notNull(),
    sourceUpdatedAt: moment('source_updated_at'),
    firstSeenAt: now('first_seen_at'),
    changedAt: now('changed_at'),
    deactivatedAt: moment('deactivated_at'),
    /** `{run_id, evidence: {kind, source, checked_at, status?}}`: the store's own word (I1). */
    deactivation: json('deactivation').$type<{ run_id: string; evidence: DeactivationEvidence }>(),
    /** The active ones. */
    variantCount: integer('variant_count').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('products_external_id').on(table.tenantId, table.storeId, table.externalId),
    index('products_sku').on(table.tenantId, table.sku),
    // Few of them, and every look at a store asks whether the time of one has come.
    index('products_planned').on(table.tenantId, table.storeId).where(sql`status = 'future'`),
    index('products_changed').on(table.tenantId, table.changedAt, table.id),
    foreignKey({
      name: 'products_store',
      columns: [table.tenantId, table.storeId],
      foreignColumns: [stores.tenantId, stores.id],
    }),
    tenantPolicy('products', table.tenantId),
  ],
);

export const productVariants = pgTable(
  'product_variants',
  {
    id: ownId(),
    tenantId: uuid('tenant_id').notNull(),
    productId: uuid('product_id').notNull(),
    externalId: text('external_id').notNull(),
    title: text('title').notNull(),
    sku: text('sku'),
    price: money('price'),
    compareAtPrice: money('compare_at_price'),
    stock: bigint('stock', { mode: 'number' }),
    available: boolean('available').notNull(),
    attributes: json('attributes').$type<Record<string, string>>().notNull(),
    position: integer('position').notNull(),
    /** By which Shopify names it in news of stock; null on other platforms. */
    inventoryItemId: text('inventory_item_id'),
    isActive: boolean('is_active').notNull(),
    barcode: text('barcode'),
    metadata: json('metadata').$type<Metadata>().notNull(),
    changedAt: now('changed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('product_variants_external_id').on(table.tenantId, table.productId, table.externalId),
    index('product_variants_sku').on(table.tenantId, table.sku),
    // News of a variant does not always name its product.
    index('product_variants_of_store').on(table.tenantId, table.externalId),
    index('product_variants_inventory_item')
      .on(table.tenantId, table.inventoryItemId)
      .where(sql`inventory_item_id is not null`),
    foreignKey({
      name: 'product_variants_product',
      columns: [table.tenantId, table.productId],
      foreignColumns: [products.tenantId, products.id],
    }),
    tenantPolicy('product_variants', table.tenantId),
  ],
);

/** Names of categories and collections: renaming one writes one row here, and no product. */
export const collections = pgTable(
  'collections',
  {
    tenantId: uuid('tenant_id').notNull(),
    storeId: uuid('store_id').notNull(),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    observation: bigint('observation', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.storeId, table.externalId] }),
    foreignKey({
      name: 'collections_store',
      columns: [table.tenantId, table.storeId],
      foreignColumns: [stores.tenantId, stores.id],
    }),
    tenantPolicy('collections', table.tenantId),
  ],
);

/** What changed, for those who follow the catalogue: the order of `seq` is the order of commits. */
export const productChanges = pgTable(
  'product_changes',
  {
    tenantId: uuid('tenant_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: now('at'),
    storeId: uuid('store_id').notNull(),
    productId: uuid('product_id').notNull(),
    variantId: uuid('variant_id'),
    kind: text('kind').notNull(),
    field: text('field'),
    before: json('before').$type<Json>(),
    after: json('after').$type<Json>(),
    /** Of a deactivation: the product's own is gone when it is active again. */
    evidence: json('evidence').$type<DeactivationEvidence>(),
    runId: uuid('run_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.seq] }),
    index('product_changes_of_product').on(table.tenantId, table.productId, table.seq),
    tenantPolicy('product_changes', table.tenantId),
  ],
);

/**
 * Pages on their way from a store to the catalogue, under a batch id that the fetching attempt made itself. Unlogged:
 * a database crash empties it, and the run reads those pages again. Text with `storage external` (a custom migration):
 * 8 ms a page of 250, where jsonb took 27–48.
 */
export const stagedPages = pgTable(
  'staged_pages',
  {
    tenantId: uuid('tenant_id').notNull(),
    batchId: uuid('batch_id').notNull(),
    page: integer('page').notNull(),
    storeId: uuid('store_id').notNull(),
    runId: uuid('run_id').notNull(),
    observation: bigint('observation', { mode: 'number' }).notNull(),
    nextCursor: text('next_cursor'),
    /** The group of fields that a lean page holds; its hashes alone are there then. null: a page with everything. */
    lean: text('lean').$type<LeanMode>(),
    externalIds: text('external_ids').array().notNull(),
    /** Of a lean page: products that it named without all their fields or variants. */
    unclearIds: text('unclear_ids').array().notNull().default(sql`'{}'::text[]`),
    detailsHashes: uuid('details_hashes').array().notNull(),
    pricesHashes: uuid('prices_hashes').array().notNull(),
    stockHashes: uuid('stock_hashes').array().notNull(),
    actives: boolean('actives').array().notNull(),
    variantsSeen: integer('variants_seen').notNull(),
    /** JSON array of canonical products: those whose hashes differed when they were staged. */
    docs: text('docs').notNull(),
    /** JSON array of `{external_id, name}`. */
    categories: text('categories').notNull(),
    /** JSON array of unreadable products. */
    rejected: text('rejected').notNull(),
    requests: integer('requests').notNull(),
    throttledMs: integer('throttled_ms').notNull(),
    stagedAt: now('staged_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.batchId, table.page] }),
    tenantPolicy('staged_pages', table.tenantId),
  ],
);
