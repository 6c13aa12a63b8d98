import { withShop } from '../shopify-client';
import { withSubscriber } from './shopify-subscriber';

const LIST = `query ($topics: [WebhookSubscriptionTopic!], $uri: String, $after: String) {
  webhookSubscriptions(first: 2, topics: $topics, uri: $uri, after: $after) {
    nodes { id topic uri }
    pageInfo { hasNextPage endCursor }
  }
}`;

const UPDATE = `mutation ($id: ID!, $wanted: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $wanted) {
    webhookSubscription { id uri includeFields }
    userErrors { field message }
  }
}`;

const DELETE = `mutation ($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}`;

it('makes subscriptions as they were asked for', async () => {
  await withSubscriber({}, async ({ create, receiver }) => {
    const made = await create('PRODUCTS_UPDATE', { includeFields: ['id'], name: 'sync_1', format: 'JSON' });
    expect(made).toEqual({
      userErrors: [],
      webhookSubscription: {
        id: expect.stringMatching(/^gid:\/\/shopify\/WebhookSubscription\/\d{13}$/),
        legacyResourceId: expect.stringMatching(/^\d{13}$/),
        topic: 'PRODUCTS_UPDATE',
        uri: `${receiver.url}/hooks`,
        name: 'sync_1',
        format: 'JSON',
        includeFields: ['id'],
        apiVersion: { handle: '2026-10' },
      },
    });
  });
});

it('refuses a second subscription to the same topic at the same address, and a name twice', async () => {
  await withSubscriber({}, async ({ create, receiver }) => {
    await create('PRODUCTS_UPDATE', { name: 'ours' });
    expect(await create('PRODUCTS_UPDATE')).toEqual({
      webhookSubscription: null,
      userErrors: [{ field: ['webhookSubscription', 'uri'], message: 'Address for this topic has already been taken' }],
    });
    expect((await create('PRODUCTS_DELETE', { name: 'ours' })).userErrors).toMatchObject([
      { field: ['webhookSubscription', 'name'], message: 'Name has already been taken' },
    ]);
    expect((await create('PRODUCTS_DELETE')).userErrors).toEqual([]);
    expect((await create('PRODUCTS_UPDATE', { uri: `${receiver.url}/elsewhere` })).userErrors).toEqual([]);
  });
});

it('refuses plain http and addresses of nobody else, unless the shop was made to take them', async () => {
  await withShop({}, async ({ ask }) => {
    const refusal = async (uri: string) => {
      const mutation = `mutation ($uri: String) {
        webhookSubscriptionCreate(topic: PRODUCTS_UPDATE, webhookSubscription: { uri: $uri }) { userErrors { message } }
      }`;
      const { userErrors } = (await ask(mutation, { uri })).data.webhookSubscriptionCreate;
      return userErrors[0]?.message;
    };
    expect(await refusal('http://sync.example.com/hooks')).toBe('Address protocol http:// is not supported');
    expect(await refusal('https://localhost:8443/hooks')).toBe('Address is invalid');
    expect(await refusal('https://127.0.0.1/hooks')).toBe('Address is invalid');
    expect(await refusal('hooks')).toBe('Address is invalid');
    expect(await refusal('https://demo.myshopify.com/hooks')).toBe(
      'Address cannot be any of the domains: demo.myshopify.com',
    );
    expect(await refusal('https://sync.example.com/hooks')).toBeUndefined();
  });
});

it('refuses topics whose scope the token lacks', async () => {
  await withSubscriber({ scopes: ['read_products'] }, async ({ create }) => {
    const refused = [
      { field: ['topic'], message: 'You cannot create a webhook subscription with the specified topic' },
    ];
    expect((await create('INVENTORY_LEVELS_UPDATE')).userErrors).toEqual(refused);
    expect((await create('ORDERS_CREATE')).userErrors).toEqual(refused);
    expect((await create('APP_UNINSTALLED')).userErrors).toEqual([]);
  });
});

it('lists subscriptions by page, topic and address', async () => {
  await withSubscriber({}, async ({ ask, subscribe, create, receiver }) => {
    await subscribe('PRODUCTS_CREATE', 'PRODUCTS_UPDATE');
    await create('PRODUCTS_UPDATE', { uri: `${receiver.url}/elsewhere` });
    const list = async (variables: object) => (await ask(LIST, variables)).data.webhookSubscriptions;

    const first = await list({});
    expect(first).toMatchObject({ nodes: [{ topic: 'PRODUCTS_CREATE' }, {}], pageInfo: { hasNextPage: true } });
    const second = await list({ after: first.pageInfo.endCursor });
    expect(second).toMatchObject({ nodes: [{ topic: 'PRODUCTS_UPDATE' }], pageInfo: { hasNextPage: false } });
    expect((await list({ topics: ['PRODUCTS_UPDATE'] })).nodes).toHaveLength(2);
    expect((await list({ uri: `${receiver.url}/elsewhere` })).nodes).toMatchObject([{ topic: 'PRODUCTS_UPDATE' }]);
  });
});

it('changes subscriptions and deletes them', async () => {
  await withSubscriber({}, async ({ ask, create, receiver, shop, product }) => {
    const { id } = (await create('PRODUCTS_UPDATE')).webhookSubscription;
    const wanted = { uri: `${receiver.url}/moved`, includeFields: ['id'] };
    expect((await ask(UPDATE, { id, wanted })).data.webhookSubscriptionUpdate).toEqual({
      webhookSubscription: { id, ...wanted },
      userErrors: [],
    });
    expect((await ask(`{ node(id: "${id}") { __typename } }`)).data.node).toEqual({
      __typename: 'WebhookSubscription',
    });

    const deleted = await ask(DELETE, { id });
    expect(deleted).toMatchObject({
      data: { webhookSubscriptionDelete: { deletedWebhookSubscriptionId: id, userErrors: [] } },
      extensions: { cost: { requestedQueryCost: expect.any(Number) } },
    });
    expect((await ask(DELETE, { id })).data.webhookSubscriptionDelete).toEqual({
      deletedWebhookSubscriptionId: null,
      userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }],
    });
    shop.patch(product.id, { title: 'Nobody is told' });
    expect(shop.webhooks.deliveries.log).toEqual([]);
  });
});
