import { globalId } from '../catalogue/global-id';
import type { ShopCollection, ShopEvent } from '../catalogue/shop-product';
import type { ShopifyShop } from '../shop';
import { connection } from './query-context';
import { exactly, idFields, noMetafields, type Resolvers } from './resolver';

export const shopResolvers: Resolvers<ShopifyShop> = {
  ...noMetafields,
  id: (shop) => globalId('Shop', shop.shopId),
  name: (shop) => shop.domain.replace('.myshopify.com', ''),
  myshopifyDomain: (shop) => shop.domain,
  url: (shop) => `https://${shop.domain}`,
  primaryDomain: (shop) => ({ id: globalId('Domain', '1'), host: shop.domain, url: `https://${shop.domain}` }),
  email: (shop) => `owner@${shop.domain}`,
  contactEmail: (shop) => `owner@${shop.domain}`,
  currencyCode: (shop) => shop.options.currency ?? 'EUR',
  ianaTimezone: () => 'Etc/UTC',
  timezoneAbbreviation: () => 'UTC',
  timezoneOffset: () => '+0000',
  timezoneOffsetMinutes: () => 0,
  weightUnit: () => 'KILOGRAMS',
  unitSystem: () => 'METRIC_SYSTEM',
  taxesIncluded: () => true,
  plan: ({ options }) => ({
    displayName: options.plan ?? 'Basic',
    publicDisplayName: options.plan ?? 'Basic',
    partnerDevelopment: false,
    shopifyPlus: options.plan === 'Plus',
  }),
  resourceLimits: () => ({
    locationLimit: 200,
    maxProductOptions: 3,
    maxProductVariants: 2048,
    redirectLimitReached: false,
  }),
};

export const collectionResolvers: Resolvers<ShopCollection> = {
  ...idFields('Collection'),
  ...noMetafields,
  description: () => '',
  descriptionHtml: () => '',
  sortOrder: () => 'MANUAL',
  productsCount: (collection, _, { shop }) => exactly(shop.index.productsOf(collection.id).length),
  products: (collection, args, context, info) =>
    connection(
      { items: context.shop.index.productsOf(collection.id), keyOf: (product) => ({ value: '', id: product.id }) },
      args,
      context,
      info,
    ),
};

export const eventResolvers: Resolvers<ShopEvent> = {
  id: (event) => globalId('BasicEvent', event.id),
  subjectId: (event) => globalId(event.subjectType === 'PRODUCT' ? 'Product' : 'ProductVariant', event.subjectId),
  message: (event) => `A ${event.subjectType === 'PRODUCT' ? 'product' : 'variant'} was deleted.`,
  appTitle: () => null,
  attributeToApp: () => false,
  attributeToUser: () => true,
  criticalAlert: () => false,
  subject: () => null,
};

export const appInstallationResolvers: Resolvers<ShopifyShop> = {
  id: () => globalId('AppInstallation', '512345678'),
  accessScopes: ({ scopes }) => [...scopes].map((handle) => ({ handle, description: `Grants ${handle}` })),
};
