/** Those of this app alone; what the shop's owner made in the admin is not among them. */
export const webhookSubscriptions = () => `
  query WebhookSubscriptions($after: String) {
    webhookSubscriptions(first: 100, after: $after) {
      nodes { id topic uri }
      pageInfo { hasNextPage endCursor }
    }
  }`;

export const createWebhookSubscription = () => `
  mutation CreateWebhookSubscription($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) {
      webhookSubscription { id }
      userErrors { field message }
    }
  }`;

export const deleteWebhookSubscription = () => `
  mutation DeleteWebhookSubscription($id: ID!) {
    webhookSubscriptionDelete(id: $id) {
      deletedWebhookSubscriptionId
      userErrors { message }
    }
  }`;
