import { GraphQLError } from 'graphql';
import { parseGlobalId } from '../catalogue/global-id';
import type { ShopCollection, ShopEvent } from '../catalogue/shop-product';
import { compileSearch, type SearchFields } from '../listing/search';
import {
  collectionFields,
  eventFields,
  inventoryItemFields,
  productFields,
  variantFields,
} from '../listing/search-fields';
import { productKeys } from '../listing/shop-index';
import type { ShopifyShop } from '../shop';
import { variantKey } from './product-resolvers';
import { connection, type QueryContext } from './query-context';
import type { Args, FieldInfo, Resolvers } from './resolver';

export const rootResolvers: Resolvers<unknown> = {
  shop: (_, __, { shop }) => shop,
  currentAppInstallation: (_, __, { shop }) => shop,

  products(_, args, context, info) {
    const { index } = context.shop;
    const keyOf = productKeys[args.sortKey];
    if (!keyOf) throw new Error(`the simulator cannot sort products by ${args.sortKey}`);
    const items = context.emptyPage ? [] : index.sorted(args.sortKey);
    return connection({ items, keyOf, matches: search(args, productFields, context, info) }, args, context, info);
  },
  productVariants(_, args, context, info) {
    const matches = search(args, variantFields, context, info);
    const listing = { items: context.shop.index.variants(), keyOf: variantKey(args.sortKey), matches };
    return connection(listing, args, context, info);
  },
  inventoryItems(_, args, context, info) {
    const matches = search(args, inventoryItemFields, context, info);
    const items = context.shop.index.variants().filter(matches ?? (() => true));
    const listing = { items: items.map(({ inventoryItem }) => inventoryItem), keyOf: byId };
    return connection(listing, args, context, info);
  },
  collections(_, args, context, info) {
    const keyOf = collectionKeys[args.sortKey] ?? byId;
    const matches = search(args, collectionFields, context, info);
    return connection({ items: context.shop.index.collections(), keyOf, matches }, args, context, info);
  },
  events(_, args, context, info) {
    const keyOf =
      args.sortKey === 'CREATED_AT' ? (event: ShopEvent) => ({ value: event.createdAt, id: event.id }) : byId;
    const matches = search(args, eventFields, context, info);
    return connection({ items: context.shop.events, keyOf, matches }, args, context, info);
  },

  productsCount: (_, args, context, info) =>
    count([...context.shop.products.values()], search(args, productFields, context, info), args.limit),
  productVariantsCount: (_, args, context, info) =>
    count(context.shop.index.variants(), search(args, variantFields, context, info), args.limit),

  product: (_, { id }, { shop }) => ofType(shop, id, 'Product'),
  productVariant: (_, { id }, { shop }) => ofType(shop, id, 'ProductVariant'),
  inventoryItem: (_, { id }, { shop }) => ofType(shop, id, 'InventoryItem'),
  collection: (_, { id }, { shop }) => ofType(shop, id, 'Collection'),
  productByHandle: (_, { handle }, { shop }) => byHandle(shop, handle),
  productByIdentifier: (_, { identifier }, { shop }) =>
    identifier.id ? ofType(shop, identifier.id, 'Product') : byHandle(shop, identifier.handle),
  node: (_, { id }, { shop }) => nodeOf(shop, id),
  nodes: (_, { ids }, { shop }) => ids.map((id) => nodeOf(shop, id)),
};

const byId = ({ id }: { id: string }) => ({ value: '', id });

const collectionKeys: Record<string, (collection: ShopCollection) => { value: string; id: string }> = {
  TITLE: (collection) => ({ value: collection.title, id: collection.id }),
  UPDATED_AT: (collection) => ({ value: collection.updatedAt, id: collection.id }),
};

/** Compiles the `query` argument; terms that Shopify ignores are reported beside the answer. */
function search<Item>(
  { query }: Args,
  fields: SearchFields<Item>,
  context: QueryContext,
  info: FieldInfo,
): ((item: Item) => boolean) | undefined {
  if (!query) return undefined;
  const { matches, warnings } = compileSearch(query, fields);
  if (warnings.length > 0) context.searches.push({ path: [info.key], query, warnings });
  return matches;
}

/** Counts stop at the limit, 10,000 unless it is given as null, and say then that there may be more. */
function count<Item>(items: readonly Item[], matches: ((item: Item) => boolean) | undefined, limit?: number | null) {
  const found = matches ? items.filter(matches).length : items.length;
  if (limit === null || limit === undefined || found <= limit) return { count: found, precision: 'EXACT' };
  return { count: limit, precision: 'AT_LEAST' };
}

const finders: Record<string, (shop: ShopifyShop, id: string) => object | undefined> = {
  Product: (shop, id) => shop.products.get(id),
  ProductVariant: (shop, id) => shop.index.variant(id),
  InventoryItem: (shop, id) => shop.index.variantOfItem(id)?.inventoryItem,
  Collection: (shop, id) => shop.index.collections().find((collection) => collection.id === id),
  BulkOperation: (shop, id) => shop.bulk.find(id),
  WebhookSubscription: (shop, id) => shop.webhooks.subscriptions.find(id),
  Shop: (shop, id) => (id === shop.shopId ? shop : undefined),
};

/** What a global id stands for; null when it is gone, an error when it is no global id. */
function nodeOf(shop: ShopifyShop, globalId: string): object | null {
  const parsed = parseGlobalId(globalId);
  if (!parsed) {
    throw new GraphQLError(`Invalid global id '${globalId}'`, { extensions: { code: 'argumentLiteralsIncompatible' } });
  }
  return finders[parsed.type]?.(shop, parsed.id) ?? null;
}

function ofType(shop: ShopifyShop, globalId: string, type: string): object | null {
  const node = nodeOf(shop, globalId);
  if (parseGlobalId(globalId)?.type === type) return node;
  throw new GraphQLError(`Invalid id: ${globalId}`, { extensions: { code: 'RESOURCE_NOT_FOUND' } });
}

function byHandle(shop: ShopifyShop, handle: string | null | undefined) {
  return shop.index.sorted('ID').find((product) => product.handle === handle) ?? null;
}
