import { createHmac } from 'node:crypto';
import { toldBy, withSubscriber } from './shopify-subscriber';

const ALL = ['PRODUCTS_CREATE', 'PRODUCTS_UPDATE', 'PRODUCTS_DELETE', 'INVENTORY_LEVELS_UPDATE'];

it('tells who it is, what happened and when, and signs the bytes with the secret of the app', async () => {
  await withSubscriber({ clientSecret: 'shpss_1' }, async ({ create, shop, product, came }) => {
    await create('PRODUCTS_UPDATE', { name: 'sync_1' });
    shop.patch(product.id, { title: 'Größe 日本' });

    const [{ headers, body, path } = { headers: {}, body: '', path: '' }] = await came(1);
    expect(path).toBe('/hooks');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-shopify-topic': 'products/update',
      'x-shopify-shop-domain': shop.domain,
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-shopify-event-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-shopify-triggered-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
      'x-shopify-name': 'sync_1',
      'x-shopify-hmac-sha256': createHmac('sha256', 'shpss_1').update(body, 'utf8').digest('base64'),
    });
    expect(JSON.parse(body)).toMatchObject({
      id: Number(product.id),
      admin_graphql_api_id: `gid://shopify/Product/${product.id}`,
      title: 'Größe 日本',
      updated_at: product.updatedAt,
      tags: product.tags.join(', '),
      variants: [{ id: Number(product.variants[0]?.id), option1: product.variants[0]?.title }, {}],
      variant_gids: [{}, {}],
    });
  });
});

it('says no more than the fields that were asked for, and keeps all digits of ids', async () => {
  await withSubscriber({ nasty: true }, async ({ create, shop, came }) => {
    const id = '788032119674292922';
    await create('PRODUCTS_UPDATE', { includeFields: ['id', 'updated_at', 'nothing'] });
    shop.patch(id, {});
    const [told] = await came(1);
    expect(told?.body).toBe(`{"id":${id},"updated_at":"${shop.products.get(id)?.updatedAt}"}`);
  });
});

it('names of a product with many variants the first 100, and of the others the ids', async () => {
  await withSubscriber({ variantsEach: 130 }, async ({ subscribe, shop, product, came }) => {
    await subscribe('PRODUCTS_UPDATE');
    shop.patchVariant(product.variants[120]?.id ?? '', { price: '1.00' });
    const [told] = await came(1);
    const { variants, variant_gids } = JSON.parse(told?.body ?? '');
    expect(variants).toHaveLength(100);
    expect(variant_gids).toHaveLength(130);
    expect(variant_gids[0].admin_graphql_api_id).toBe(`gid://shopify/ProductVariant/${product.variants[120]?.id}`);
  });
});

it.each([
  ['an edit', (world: World) => world.shop.patch(world.product.id, { title: 'Edited' }), ['products/update']],
  ['an archived product', (world: World) => world.shop.setStatus(world.product.id, 'ARCHIVED'), ['products/update']],
  ['a new price', (world: World) => world.shop.patchVariant(first(world), { price: '9.99' }), ['products/update']],
  ['a removed variant', (world: World) => world.shop.removeVariant(first(world)), ['products/update']],
  [
    'a corrected stock',
    (world: World) => world.shop.patchVariant(first(world), { inventoryQuantity: 77 }),
    ['inventory_levels/update', 'products/update'],
  ],
  [
    'a new product',
    (world: World) => world.shop.put({ ...world.product, id: '8999999999999', variants: [] }),
    ['products/create'],
  ],
  ['a deleted product', (world: World) => world.shop.remove(world.product.id), ['products/delete']],
] as const)('tells of %s', async (_, change, topics) => {
  await withSubscriber({}, async (world) => {
    await world.subscribe(...ALL);
    change(world);
    const told = await world.came(topics.length);
    expect(toldBy(told).map(([topic]) => topic)).toEqual(topics);
    expect(world.shop.webhooks.deliveries.log).toHaveLength(topics.length);
  });
});

it('says of a deleted product no more than its id', async () => {
  await withSubscriber({}, async ({ subscribe, shop, product, came }) => {
    await subscribe('PRODUCTS_DELETE');
    shop.remove(product.id);
    expect(toldBy(await came(1))).toEqual([['products/delete', `{"id":${product.id}}`]]);
  });
});

it('tells of an order the stock of each variant and the product once, as one event', async () => {
  await withSubscriber({}, async ({ subscribe, shop, product, came }) => {
    await subscribe(...ALL);
    for (const variant of product.variants) variant.inventoryItem.tracked = true;
    const [one, other] = product.variants;
    if (!one || !other) throw new Error('two variants');
    const left = one.inventoryQuantity - 2;
    shop.order([
      { variantId: one.id, quantity: 2 },
      { variantId: other.id, quantity: 1 },
    ]);

    const told = await came(3);
    expect(toldBy(told).map(([topic]) => topic)).toEqual([
      'inventory_levels/update',
      'inventory_levels/update',
      'products/update',
    ]);
    expect(told.map(({ body }) => JSON.parse(body))).toContainEqual({
      inventory_item_id: Number(one.inventoryItem.id),
      location_id: 68123456789,
      available: left,
      updated_at: one.updatedAt,
      admin_graphql_api_id: `gid://shopify/InventoryLevel/68123456789?inventory_item_id=${one.inventoryItem.id}`,
    });
    expect(new Set(told.map(({ headers }) => headers['x-shopify-event-id'])).size).toBe(1);
    expect(new Set(told.map(({ headers }) => headers['x-shopify-webhook-id'])).size).toBe(3);
    expect(shop.webhooks.deliveries.log).toHaveLength(3);
  });
});

it('tells nobody of what happens silently, and moves no date', async () => {
  await withSubscriber({}, async ({ subscribe, shop, product, came }) => {
    await subscribe(...ALL);
    const { updatedAt } = product;
    shop.silently(() => shop.patchVariant(product.variants[0]?.id ?? '', { price: '0.01' }));
    expect(shop.webhooks.deliveries.log).toEqual([]);
    expect(shop.products.get(product.id)).toMatchObject({ updatedAt, variants: [{ price: '0.01' }, {}] });

    shop.patch(product.id, { title: 'Aloud again' });
    expect(await came(1)).toHaveLength(1);
  });
});

it('tells of a bulk operation that is over, though nobody looks', async () => {
  await withSubscriber({}, async ({ ask, subscribe, shop, came }) => {
    await subscribe('BULK_OPERATIONS_FINISH');
    shop.bulk.durationMs = 20;
    const query = '{ products { edges { node { id } } } }';
    const started = await ask(
      'mutation ($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id } } }',
      {
        query,
      },
    );
    const [told] = await came(1);
    expect(told?.headers['x-shopify-topic']).toBe('bulk_operations/finish');
    expect(JSON.parse(told?.body ?? '')).toEqual({
      admin_graphql_api_id: started.data.bulkOperationRunQuery.bulkOperation.id,
      completed_at: expect.any(String),
      created_at: expect.any(String),
      error_code: null,
      status: 'completed',
      type: 'query',
    });
  });
});

it('tells of changed scopes and of its own removal, after which every token is refused', async () => {
  await withSubscriber({}, async ({ subscribe, shop, send, came, receiver }) => {
    await subscribe('APP_SCOPES_UPDATE', 'APP_UNINSTALLED');
    shop.setScopes(['read_products']);
    const [scopes] = await came(1);
    expect(JSON.parse(scopes?.body ?? '')).toMatchObject({
      previous: ['read_products', 'read_inventory'],
      current: ['read_products'],
    });

    shop.uninstall();
    const [, uninstalled] = await came(2);
    expect(uninstalled?.headers['x-shopify-topic']).toBe('app/uninstalled');
    expect(JSON.parse(uninstalled?.body ?? '')).toMatchObject({ id: Number(shop.shopId), myshopify_domain: null });
    expect((await send('{ shop { id } }')).status).toBe(401);

    const token = shop.reinstall();
    expect((await send('{ shop { id } }', {}, token)).status).toBe(200);
    expect(shop.webhooks.subscriptions.all()).toEqual([]);
    expect(receiver.received).toHaveLength(2);
  });
});

type World = Parameters<Parameters<typeof withSubscriber>[1]>[0];

const first = ({ product }: World) => product.variants[0]?.id ?? '';
