import { withShop } from './shopify-client';

const gid = (id: string) => `gid://shopify/Product/${id}`;

it('pages through every product once, in the order of ids', async () => {
  await withShop({ products: 130, nasty: true }, async ({ shop, pageThrough }) => {
    const found = await pageThrough(50);

    const expected = [...shop.products.keys()].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).map(gid);
    expect(found).toEqual(expected);
    expect(expected.at(-2)).toBe(gid('9007199254740993'));
  });
});

it.each(['TITLE', 'UPDATED_AT', 'CREATED_AT', 'VENDOR', 'PUBLISHED_AT', 'INVENTORY_TOTAL'])(
  'pages through every product once by %s, forwards and in reverse',
  async (sortKey) => {
    await withShop({ products: 60 }, async ({ shop, pageThrough }) => {
      const forwards = await pageThrough(7, `, sortKey: ${sortKey}`);
      const reverse = await pageThrough(7, `, sortKey: ${sortKey}, reverse: true`);

      expect(new Set(forwards).size).toBe(shop.products.size);
      expect(reverse).toEqual(forwards.toReversed());
    });
  },
);

it('loses no product when those already read are deleted, also the one that the cursor names', async () => {
  await withShop({ products: 30 }, async ({ shop, pageThrough }) => {
    const all = [...shop.products.keys()];

    const found = await pageThrough(10, '', (page) => {
      if (page === 1) for (const id of all.slice(0, 10)) shop.remove(id);
    });

    expect(found).toEqual(all.map(gid));
  });
});

it('meets a product again that was edited while it pages by updatedAt, and loses none', async () => {
  await withShop({ products: 30 }, async ({ shop, pageThrough }) => {
    const [oldest] = shop.index.sorted('UPDATED_AT');

    const found = await pageThrough(10, ', sortKey: UPDATED_AT', (page) => {
      if (page === 1 && oldest) shop.patch(oldest.id, { title: 'Edited meanwhile' });
    });

    expect(found).toHaveLength(31);
    expect(new Set(found).size).toBe(30);
    expect(found.at(-1)).toBe(gid(oldest?.id ?? ''));
  });
});

it('pages backwards with last and before', async () => {
  await withShop({ products: 5 }, async ({ shop, ask }) => {
    const end = await ask('{ products(last: 2) { nodes { id } pageInfo { hasPreviousPage startCursor } } }');
    const before = await ask('query ($before: String) { products(last: 2, before: $before) { nodes { id } } }', {
      before: end.data.products.pageInfo.startCursor,
    });

    const ids = [...shop.products.keys()].map((id) => ({ id: gid(id) }));
    expect(end.data.products.nodes).toEqual(ids.slice(3));
    expect(end.data.products.pageInfo.hasPreviousPage).toBe(true);
    expect(before.data.products.nodes).toEqual(ids.slice(1, 3));
  });
});

it('refuses a cursor that is none', async () => {
  await withShop({ products: 5 }, async ({ ask }) => {
    const { data, errors } = await ask('{ products(first: 2, after: "nonsense") { nodes { id } } }');

    expect(data).toBeNull();
    expect(errors?.[0].message).toBe('Invalid cursor for current pagination sort.');
  });
});

it('gives all 2,048 variants of a product in one query, but only as the single root field', async () => {
  await withShop({ nasty: true }, async ({ shop, ask }) => {
    const product = [...shop.products.values()].find(({ variants }) => variants.length === 2048);
    const id = gid(product?.id ?? '');
    const variants = 'variants(first: 2048) { nodes { id } pageInfo { hasNextPage } }';

    const alone = await ask(`{ product(id: "${id}") { variantsCount { count precision } ${variants} } }`);
    const beside = await ask(`{ shop { id } product(id: "${id}") { ${variants} } }`);
    const listed = await ask(`{ products(first: 1) { nodes { ${variants} } } }`);

    expect(alone.data.product.variantsCount).toEqual({ count: 2048, precision: 'EXACT' });
    expect(new Set(alone.data.product.variants.nodes.map((node: { id: string }) => node.id)).size).toBe(2048);
    expect(alone.data.product.variants.pageInfo.hasNextPage).toBe(false);
    expect(beside.errors?.[0].message).toContain('cannot exceed 250');
    expect(listed.errors?.[0].message).toContain('cannot exceed 250');
  });
});

it('pages through the variants of a product', async () => {
  await withShop({ products: 1, variantsEach: 7 }, async ({ shop, ask }) => {
    const [product] = shop.products.values();
    const query = `query ($id: ID!, $after: String) { product(id: $id) {
      variants(first: 3, after: $after, sortKey: ID) { nodes { legacyResourceId } pageInfo { hasNextPage endCursor } } } }`;
    const found: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await ask(query, { id: gid(product?.id ?? ''), after });
      const { nodes, pageInfo } = data.product.variants;
      found.push(...nodes.map((node: { legacyResourceId: string }) => node.legacyResourceId));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);

    expect(found).toEqual(product?.variants.map(({ id }) => id));
  });
});
