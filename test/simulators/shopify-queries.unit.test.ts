import { withShop } from './shopify-client';

it('answers products as the shop holds them', async () => {
  await withShop({ products: 3, variantsEach: 2, currency: 'CHF' }, async ({ shop, ask }) => {
    const [product] = shop.products.values();
    const { data, errors } = await ask(
      `query ($id: ID!) { product(id: $id) { legacyResourceId title status variantsCount { count }
        priceRangeV2 { minVariantPrice { amount currencyCode } }
        options { name optionValues { name } } hasOnlyDefaultVariant
        variants(first: 5) { nodes { id price displayName selectedOptions { name value optionValue { name } }
          inventoryItem { id tracked inventoryLevels(first: 1) { nodes { quantities(names: ["available"]) { quantity } } } } } } } }`,
      { id: `gid://shopify/Product/${product?.id}` },
    );

    expect(errors).toBeUndefined();
    expect(data.product).toMatchObject({
      legacyResourceId: product?.id,
      title: product?.title,
      status: product?.status,
      variantsCount: { count: 2 },
      priceRangeV2: { minVariantPrice: { currencyCode: 'CHF' } },
      options: [{ name: 'Size' }],
      hasOnlyDefaultVariant: false,
    });
    expect(data.product.variants.nodes).toMatchObject(
      product?.variants.map((variant) => ({
        id: `gid://shopify/ProductVariant/${variant.id}`,
        price: variant.price,
        displayName: `${product.title} - ${variant.title}`,
        selectedOptions: [{ name: 'Size', optionValue: { name: variant.selectedOptions[0]?.value } }],
        inventoryItem: {
          tracked: variant.inventoryItem.tracked,
          inventoryLevels: { nodes: [{ quantities: [{ quantity: variant.inventoryQuantity }] }] },
        },
      })) ?? [],
    );
  });
});

it('gives the same shop for the same seed and another one for another', async () => {
  const titles = async (seed: number) => {
    let found: string[] = [];
    await withShop({ products: 20, seed }, async ({ shop }) => {
      found = [...shop.products.values()].map(({ title, updatedAt }) => `${title} ${updatedAt}`);
    });
    return found;
  };

  expect(await titles(5)).toEqual(await titles(5));
  expect(await titles(5)).not.toEqual(await titles(6));
});

it('carries the nasty products over the wire unharmed', async () => {
  await withShop({ nasty: true }, async ({ shop, ask }) => {
    const { data, errors } = await ask(
      '{ products(first: 50) { nodes { legacyResourceId title descriptionHtml options { name } totalInventory } } }',
    );

    expect(errors).toBeUndefined();
    for (const node of data.products.nodes) {
      const product = shop.products.get(node.legacyResourceId);
      expect(node).toMatchObject({ title: product?.title, descriptionHtml: product?.descriptionHtml });
    }
  });
});

it('gives null for the ids that nodes does not find, in the place of each', async () => {
  await withShop({ products: 2 }, async ({ shop, ask }) => {
    const [first, second] = [...shop.products.keys()];
    shop.remove(second ?? '');
    const ids = [first, second, '1'].map((id) => `gid://shopify/Product/${id}`);

    const { data, errors } = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Product { title } } }', {
      ids,
    });

    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual([{ id: ids[0], title: shop.products.get(first ?? '')?.title }, null, null]);
  });
});

it('refuses more than 250 ids, and ids that are none', async () => {
  await withShop({ products: 1 }, async ({ ask }) => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

    const tooMany = await ask(query, { ids: Array(251).fill('gid://shopify/Product/1') });
    const noId = await ask(query, { ids: ['12'] });

    expect(tooMany.errors?.[0].extensions.code).toBe('MAX_INPUT_SIZE_EXCEEDED');
    expect(noId.errors?.[0].message).toBe("Invalid global id '12'");
  });
});

it.each([
  ['an unknown field', '{ products(first: 1) { nodes { inventory_quantity } } }', "doesn't exist on type 'Product'"],
  ['an unknown sort key', '{ products(first: 1, sortKey: PRICE) { nodes { id } } }', 'ProductSortKeys'],
  ['a missing argument', '{ product { id } }', 'required'],
  ['a listing without a size', '{ products { nodes { id } } }', 'first or last'],
  ['a page of more than 250', '{ products(first: 251) { nodes { id } } }', 'cannot exceed 250'],
  ['a missing variable', 'query ($id: ID!) { product(id: $id) { id } }', '$id'],
  ['what is no GraphQL', '{ products(', 'Syntax Error'],
])('answers %s with HTTP 200 and errors without data', async (_, query, message) => {
  await withShop({ products: 1 }, async ({ send }) => {
    const response = await send(query);
    const body = (await response.json()) as { errors: { message: string }[] };

    expect(response.status).toBe(200);
    expect(body).not.toHaveProperty('data');
    expect(body.errors[0]?.message).toContain(message);
  });
});

it('counts no further than 10,000 unless the limit is null', async () => {
  await withShop({ products: 10_001, variantsEach: 1 }, async ({ ask }) => {
    const { data } = await ask(
      `{ usual: productsCount { count precision } all: productsCount(limit: null) { count precision }
         some: productsCount(query: "status:archived,draft") { count precision } }`,
    );

    expect(data.usual).toEqual({ count: 10_000, precision: 'AT_LEAST' });
    expect(data.all).toEqual({ count: 10_001, precision: 'EXACT' });
    expect(data.some.precision).toBe('EXACT');
  });
});

it('reads the time of a quoted date, and only the day of an unquoted one', async () => {
  await withShop({ products: 3 }, async ({ shop, ask }) => {
    const [morning, noon, dayBefore] = [...shop.products.keys()];
    shop.patch(dayBefore ?? '', { updatedAt: '2026-10-31T23:59:59Z' });
    shop.patch(morning ?? '', { updatedAt: '2026-11-01T09:00:00Z' });
    shop.patch(noon ?? '', { updatedAt: '2026-11-01T12:00:00Z' });
    const found = async (query: string) => {
      const { data } = await ask(
        'query ($query: String) { products(first: 5, query: $query) { nodes { legacyResourceId } } }',
        { query },
      );
      return data.products.nodes.map((node: { legacyResourceId: string }) => node.legacyResourceId);
    };

    expect(await found("updated_at:>='2026-11-01T12:00:00Z'")).toEqual([noon]);
    expect(await found('updated_at:>=2026-11-01T12:00:00Z')).toEqual([morning, noon]);
  });
});

it('filters by id, status, sku and vendor, combined', async () => {
  await withShop({ products: 40 }, async ({ shop, ask }) => {
    const all = [...shop.products.values()];
    const found = async (query: string) => {
      const { data } = await ask(
        'query ($query: String) { products(first: 250, query: $query) { nodes { legacyResourceId } } }',
        { query },
      );
      return data.products.nodes.map((node: { legacyResourceId: string }) => node.legacyResourceId);
    };
    const idsOf = (products: typeof all) => products.map(({ id }) => id);
    const [tenth] = all.slice(10);
    const sku = all.flatMap(({ variants }) => variants).find((variant) => variant.sku)?.sku;

    expect(await found(`id:>=${tenth?.id}`)).toEqual(idsOf(all.slice(10)));
    expect(await found('status:active,draft')).toEqual(
      idsOf(all.filter(({ status }) => status === 'ACTIVE' || status === 'DRAFT')),
    );
    expect(await found(`sku:${sku}`)).toHaveLength(1);
    expect(await found(`vendor:'${tenth?.vendor}' AND NOT id:${tenth?.id}`)).toEqual(
      idsOf(all.filter(({ vendor, id }) => vendor === tenth?.vendor && id !== tenth?.id)),
    );
    expect(await found(`id:${all[0]?.id} OR id:${all[1]?.id}`)).toEqual(idsOf(all.slice(0, 2)));
  });
});

it('ignores a filter that it does not know, and warns', async () => {
  await withShop({ products: 4 }, async ({ ask }) => {
    const { data, extensions } = await ask('{ products(first: 10, query: "colour:red") { nodes { id } } }');

    expect(data.products.nodes).toHaveLength(4);
    expect(extensions.search).toEqual([
      {
        path: ['products'],
        query: 'colour:red',
        warnings: [{ field: 'colour', message: 'Invalid search field for this query.', code: 'invalid_field' }],
      },
    ]);
  });
});

it('tells of destroyed products through events', async () => {
  await withShop({ products: 2 }, async ({ shop, ask }) => {
    const [id] = [...shop.products.keys()];
    shop.remove(id ?? '');

    const { data } = await ask(
      `{ events(first: 5, query: "subject_type:PRODUCT action:destroy created_at:>'2026-01-01T00:00:00Z'") {
          nodes { action ... on BasicEvent { subjectId subjectType } } } }`,
    );

    expect(data.events.nodes).toEqual([
      { action: 'destroy', subjectId: `gid://shopify/Product/${id}`, subjectType: 'PRODUCT' },
    ]);
  });
});

it('bumps updatedAt of a product when one of its variants changes', async () => {
  await withShop({ products: 1 }, async ({ shop }) => {
    const [product] = shop.products.values();
    const before = product?.updatedAt ?? '';

    shop.patchVariant(product?.variants[0]?.id ?? '', { inventoryQuantity: 3 });

    expect(product?.variants[0]?.inventoryQuantity).toBe(3);
    expect(product && product.updatedAt > before).toBe(true);
  });
});
