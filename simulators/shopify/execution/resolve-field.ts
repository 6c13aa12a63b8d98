import { bulkMutationResolvers, bulkOperationResolvers, bulkRootResolvers } from '../resolvers/bulk-resolvers';
import { inventoryItemResolvers, inventoryLevelResolvers, locationResolvers } from '../resolvers/inventory-resolvers';
import { externalVideoResolvers, mediaImageResolvers, videoResolvers } from '../resolvers/media-resolvers';
import { optionResolvers, optionValueResolvers, productResolvers } from '../resolvers/product-resolvers';
import type { Resolver, Resolvers } from '../resolvers/resolver';
import { rootResolvers } from '../resolvers/root-resolvers';
import {
  appInstallationResolvers,
  collectionResolvers,
  eventResolvers,
  shopResolvers,
} from '../resolvers/shop-resolvers';
import { variantResolvers } from '../resolvers/variant-resolvers';
import {
  webhookMutationResolvers,
  webhookRootResolvers,
  webhookSubscriptionResolvers,
} from '../resolvers/webhook-resolvers';

const RESOLVERS: Record<string, Resolvers<never>> = {
  QueryRoot: { ...rootResolvers, ...bulkRootResolvers, ...webhookRootResolvers },
  Mutation: { ...bulkMutationResolvers, ...webhookMutationResolvers },
  BulkOperation: bulkOperationResolvers,
  WebhookSubscription: webhookSubscriptionResolvers,
  Shop: shopResolvers,
  AppInstallation: appInstallationResolvers,
  Product: productResolvers,
  ProductOption: optionResolvers,
  ProductOptionValue: optionValueResolvers,
  ProductVariant: variantResolvers,
  InventoryItem: inventoryItemResolvers,
  InventoryLevel: inventoryLevelResolvers,
  Location: locationResolvers,
  MediaImage: mediaImageResolvers,
  Video: videoResolvers,
  ExternalVideo: externalVideoResolvers,
  Collection: collectionResolvers,
  BasicEvent: eventResolvers,
};

/** How a field of a type is answered: by its resolver, or by the property of that name. */
export function resolverOf(typeName: string, fieldName: string): Resolver<never> {
  return RESOLVERS[typeName]?.[fieldName] ?? propertyOf(typeName, fieldName);
}

function propertyOf(typeName: string, fieldName: string): Resolver<Record<string, unknown>> {
  return (source) => {
    const value = source[fieldName];
    // Rather loud than null: a query that asks for more than is simulated would look answered.
    if (value === undefined) throw new Error(`the Shopify simulator has no ${typeName}.${fieldName}`);
    return value;
  };
}
