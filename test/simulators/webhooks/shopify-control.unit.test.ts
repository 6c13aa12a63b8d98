import { until } from '../../support/until';
import { withSubscriber } from './shopify-subscriber';

type World = Parameters<Parameters<typeof withSubscriber>[1]>[0];

/** What another process may ask of the shop. */
function controlOf({ simulator, shop }: World) {
  return async (method: string, part = '', body?: unknown) => {
    const url = `${simulator.url}/__control/shops/${shop.domain}${part}`;
    const response = await fetch(url, { method, body: body === undefined ? null : JSON.stringify(body) });
    // biome-ignore lint/suspicious/noExplicitAny: the answers are read loosely, as a test of a server may.
    return (await response.json()) as any;
  };
}

it('changes, orders, silences and uninstalls from another process, and says what became of deliveries', async () => {
  await withSubscriber({ clientSecret: 'shpss_1' }, async (world) => {
    const { subscribe, came, product, receiver, send } = world;
    const control = controlOf(world);
    await subscribe('PRODUCTS_UPDATE', 'INVENTORY_LEVELS_UPDATE', 'APP_UNINSTALLED');
    const [variant] = product.variants;
    if (!variant) throw new Error('a variant');
    variant.inventoryItem.tracked = true;

    await control('POST', '/silent-changes', [{ op: 'patch', id: product.id, fields: { title: 'Unheard' } }]);
    await control('POST', '/changes', [{ op: 'order', lines: [{ variantId: variant.id, quantity: 1 }] }]);
    await came(2);
    await until('both are noted', async () => (await control('GET')).deliveries.delivered === 2);
    expect(await control('GET', '/deliveries')).toMatchObject([
      {
        topic: 'inventory_levels/update',
        address: `${receiver.url}/hooks`,
        state: 'delivered',
        attempts: [{ status: 200 }],
      },
      { topic: 'products/update', body: expect.stringContaining('"Unheard"') },
    ]);

    expect(await control('GET')).toMatchObject({ subscriptions: 3, clientSecret: 'shpss_1' });
    const { clientSecret } = await control('POST', '/changes', [{ op: 'rotateSecret' }, { op: 'revokeOldSecret' }]);
    expect(clientSecret).toMatch(/^shpss_[0-9a-f]{32}$/);

    await control('POST', '/changes', [{ op: 'uninstall' }]);
    expect((await came(3))[2]?.headers['x-shopify-topic']).toBe('app/uninstalled');
    expect((await send('{ shop { id } }')).status).toBe(401);
    const { accessToken, subscriptions } = await control('POST', '/changes', [{ op: 'reinstall' }]);
    expect((await send('{ shop { id } }', {}, accessToken)).status).toBe(200);
    expect(subscriptions).toBe(0);
  });
});

it('holds, loses and doubles deliveries at the request of another process', async () => {
  await withSubscriber({}, async (world) => {
    const { subscribe, came, product, shop } = world;
    const control = controlOf(world);
    await subscribe('PRODUCTS_UPDATE');
    await control('POST', '/deliveries', [{ op: 'hold' }, { op: 'drop', times: 1 }, { op: 'duplicate', times: 1 }]);
    shop.patch(product.id, { title: 'Lost' });
    shop.patch(product.id, { title: 'Twice' });
    expect((await control('GET')).deliveries).toEqual({ dropped: 1, held: 1 });

    await control('POST', '/deliveries', [{ op: 'release' }]);
    expect((await came(2)).map(({ body }) => JSON.parse(body).title)).toEqual(['Twice', 'Twice']);
    const [, { webhookId }] = await control('GET', '/deliveries');
    await control('POST', '/deliveries', [{ op: 'redeliver', webhookId }]);
    expect(await came(3)).toHaveLength(3);
    expect(await control('POST', '/deliveries', [{ op: 'explode' }])).toHaveProperty('error');
  });
});

it('blows up a storm of news about some products, in turn', async () => {
  await withSubscriber({ products: 40 }, async (world) => {
    const { create, came, shop } = world;
    const control = controlOf(world);
    await create('PRODUCTS_UPDATE', { includeFields: ['id'] });
    const size = { deliveries: 300, products: 30, perSecond: 1_000 };
    await control('POST', '/deliveries', [{ op: 'storm', ...size }]);

    const told = await came(300);
    const times = new Map<string, number>();
    for (const { body } of told) times.set(body, (times.get(body) ?? 0) + 1);
    expect([...times.values()]).toEqual(Array.from({ length: 30 }, () => 10));
    const prices = [...shop.products.values()].map(({ variants }) => variants[0]?.price);
    expect(prices.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, at) => `${271 + at}.00`));
    expect(() => shop.storm({ ...size, products: 41 })).toThrow('has 40 products to change');
  });
});
