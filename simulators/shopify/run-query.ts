import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLTypeResolver,
} from 'graphql';
import { accessDenied } from './access-scopes';
import { inventoryItemResolvers, inventoryLevelResolvers, locationResolvers } from './inventory-resolvers';
import { loadAdminSchema } from './load-schema';
import { externalVideoResolvers, mediaImageResolvers, videoResolvers } from './media-resolvers';
import { optionResolvers, optionValueResolvers, productResolvers } from './product-resolvers';
import type { QueryContext } from './query-context';
import type { Args, Resolvers } from './resolver';
import { rootResolvers, typeOf } from './root-resolvers';
import { appInstallationResolvers, collectionResolvers, eventResolvers, shopResolvers } from './shop-resolvers';
import { variantResolvers } from './variant-resolvers';

const RESOLVERS: Record<string, Resolvers<never>> = {
  QueryRoot: rootResolvers,
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

const resolveField: GraphQLFieldResolver<Record<string, unknown>, QueryContext, Args> = (
  source,
  args,
  context,
  info,
) => {
  const { fieldName, parentType } = info;
  const lacking = context.denied.size > 0 ? context.denied.get(`${parentType.name}.${fieldName}`) : undefined;
  if (lacking !== undefined) throw accessDenied(fieldName, lacking);

  const resolve = RESOLVERS[parentType.name]?.[fieldName];
  if (resolve) return resolve(source as never, args, context, info);
  const value = source?.[fieldName];
  // Rather loud than null: a query that asks for more than is simulated would look answered.
  if (value === undefined) throw new Error(`the Shopify simulator has no ${parentType.name}.${fieldName}`);
  return value;
};

const resolveType: GraphQLTypeResolver<object, QueryContext> = (value) => typeOf(value);

/** Runs a validated document; all resolvers are synchronous, so the answer is there at once. */
export function runQuery(
  document: DocumentNode,
  variables: Record<string, unknown>,
  operationName: string | undefined,
  context: QueryContext,
): ExecutionResult & { errors?: readonly GraphQLError[] } {
  const result = execute({
    schema: loadAdminSchema().schema,
    document,
    variableValues: variables,
    operationName: operationName ?? null,
    contextValue: context,
    rootValue: {},
    fieldResolver: resolveField as GraphQLFieldResolver<unknown, unknown>,
    typeResolver: resolveType as GraphQLTypeResolver<unknown, unknown>,
  });
  if (result instanceof Promise) throw new Error('a resolver of the simulator was asynchronous');
  return result;
}
