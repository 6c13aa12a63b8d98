import { withShop } from './shopify-client';

it('is controlled over HTTP as well', async () => {
  await withShop({ products: 2 }, async ({ simulator, ask, shop }) => {
    const call = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${simulator.url}/__control/shops${path}`, {
        method,
        body: body === undefined ? null : JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    };
    const [id] = [...shop.products.keys()];

    expect(await call('POST', '', { domain: 'other.myshopify.com', products: 3, variantsEach: 2 })).toMatchObject({
      status: 201,
      body: { products: 3, variants: 6 },
    });
    expect((await call('GET', '')).body).toMatchObject([{ domain: shop.domain }, { domain: 'other.myshopify.com' }]);

    await call('POST', `/${shop.domain}/changes`, [
      { op: 'patch', id, fields: { title: 'Renamed' } },
      { op: 'setShopId', id: '99' },
    ]);
    expect((await call('GET', `/${shop.domain}/products`)).body).toMatchObject([{ id, title: 'Renamed' }, {}]);
    expect((await ask('{ shop { id } }')).data.shop.id).toBe('gid://shopify/Shop/99');

    await call('POST', `/${shop.domain}/faults`, { answer: { throttled: true } });
    expect((await ask('{ shop { id } }')).errors).toHaveLength(1);
    await call('DELETE', `/${shop.domain}/faults`);
    expect((await ask('{ shop { id } }')).errors).toBeUndefined();

    expect((await call('GET', `/${shop.domain}`)).body).toMatchObject({ counters: { requests: 3, throttled: 1 } });
    expect(await call('GET', '/nobody.myshopify.com')).toMatchObject({ status: 404 });
    expect(await call('POST', `/${shop.domain}/changes`, [{ op: 'explode' }])).toMatchObject({ status: 400 });
  });
});
