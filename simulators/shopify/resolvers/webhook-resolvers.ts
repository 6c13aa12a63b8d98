import { globalId, numberOfGlobalId } from '../catalogue/global-id';
import { compileSearch, type SearchFields } from '../listing/search';
import { SCHEMA_VERSION } from '../schema/load-schema';
import type { Subscribed, WebhookSubscription } from '../webhooks/subscriptions';
import { connection } from './query-context';
import { idFields, type Resolvers } from './resolver';

export const webhookSubscriptionResolvers: Resolvers<WebhookSubscription> = {
  ...idFields('WebhookSubscription'),
  apiVersion: () => ({ handle: SCHEMA_VERSION, displayName: SCHEMA_VERSION, supported: true }),
  callbackUrl: ({ uri }) => uri,
  endpoint: ({ uri }) => ({ callbackUrl: uri }),
  metafields: () => [],
};

const subscriptionFields: SearchFields<WebhookSubscription> = {
  id: { kind: 'id', values: ({ id }) => [id] },
  endpoint: { kind: 'text', values: ({ uri }) => [uri] },
  created_at: { kind: 'date', values: ({ createdAt }) => [createdAt] },
  updated_at: { kind: 'date', values: ({ updatedAt }) => [updatedAt] },
};

export const webhookRootResolvers: Resolvers<unknown> = {
  webhookSubscription: (_, { id }, { shop }) => shop.webhooks.subscriptions.find(numberOf(id)) ?? null,
  webhookSubscriptions(_, args, context, info) {
    const { topics, query, format } = args;
    const address = args.uri ?? args.callbackUrl;
    const found = query ? compileSearch(query, subscriptionFields).matches : () => true;
    const items = context.shop.webhooks.subscriptions.all();
    const keyOf = ({ createdAt, id }: WebhookSubscription) => ({ value: args.sortKey === 'ID' ? '' : createdAt, id });
    const matches = (each: WebhookSubscription) =>
      (!topics || topics.includes(each.topic)) &&
      (!address || each.uri === address) &&
      (!format || each.format === format) &&
      found(each);
    return connection({ items, keyOf, matches }, args, context, info);
  },
};

export const webhookMutationResolvers: Resolvers<unknown> = {
  webhookSubscriptionCreate: (_, { topic, webhookSubscription }, { shop }) =>
    payload(shop.webhooks.subscriptions.create(topic, webhookSubscription)),
  webhookSubscriptionUpdate: (_, { id, webhookSubscription }, { shop }) =>
    payload(shop.webhooks.subscriptions.update(numberOf(id), webhookSubscription) ?? { problem: NOT_THERE }),
  webhookSubscriptionDelete(_, { id }, { shop }) {
    const { subscriptions, deliveries } = shop.webhooks;
    if (!subscriptions.remove(numberOf(id))) return { deletedWebhookSubscriptionId: null, userErrors: [NOT_THERE] };
    deliveries.silence(numberOf(id));
    return { deletedWebhookSubscriptionId: globalId('WebhookSubscription', numberOf(id)), userErrors: [] };
  },
};

const NOT_THERE = { field: ['id'], message: 'Webhook subscription does not exist' };

function payload(subscribed: Subscribed) {
  if ('problem' in subscribed) return { webhookSubscription: null, userErrors: [subscribed.problem] };
  return { webhookSubscription: subscribed.subscription, userErrors: [] };
}

const numberOf = (id: string) => numberOfGlobalId(id, 'WebhookSubscription');
