import type { FaultAnswer } from '../../simulators/shopify/faults';
import { withShop } from './shopify-client';

const PAGE = '{ products(first: 5) { nodes { id variantsCount { count } variants(first: 10) { nodes { id } } } } }';

describe('cost', () => {
  it('charges what Shopify was seen to charge, asked for and found', async () => {
    await withShop({ products: 1, variantsEach: 2 }, async ({ shop, ask }) => {
      const [id] = [...shop.products.keys()];
      const { extensions } = await ask(
        `{ product(id: "gid://shopify/Product/${id}") { variants(first: 250) { nodes { inventoryItem { id tracked } } } } }`,
      );

      expect(extensions.cost.requestedQueryCost).toBe(25);
      expect(extensions.cost.actualQueryCost).toBe(3);
      expect(shop.counters.costSpent).toBe(3);
    });
  });

  it('throttles when the bucket does not hold the cost, and serves again when it is restored', async () => {
    await withShop({ products: 250, bucket: { maximum: 50, restoreRate: 40 } }, async ({ shop, ask }) => {
      const query = '{ products(first: 250) { nodes { id variants(first: 250) { nodes { id } } } } }';
      let answer = await ask(query);
      while (!answer.errors) answer = await ask(query);

      expect(answer).toMatchObject({
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: {
          cost: {
            requestedQueryCost: 46,
            actualQueryCost: null,
            throttleStatus: { maximumAvailable: 50, restoreRate: 40 },
          },
        },
      });
      expect(answer).not.toHaveProperty('data');
      expect(answer.extensions.cost.throttleStatus.currentlyAvailable).toBeLessThan(46);
      expect(shop.counters.throttled).toBe(1);
      while (answer.errors) answer = await ask(query);
      expect(answer.data.products.nodes).toHaveLength(250);
    });
  });

  it('refuses a query that costs more than 1,000', async () => {
    await withShop({ products: 1 }, async ({ ask }) => {
      const pages = Array.from({ length: 50 }, (_, at) => `p${at}: products(first: 250) { nodes { id } }`);
      const { data, errors } = await ask(`{ ${pages.join(' ')} }`);

      expect(data).toBeUndefined();
      expect(errors?.[0].extensions).toMatchObject({ code: 'MAX_COST_EXCEEDED', cost: 1150, maxCost: 1000 });
    });
  });
});

describe('faults', () => {
  it('hit the requests that match, after some passed, so many times', async () => {
    await withShop({ products: 1 }, async ({ shop, send }) => {
      shop.faults.add({ match: 'products', afterRequests: 1, times: 2, answer: { status: 503 } });
      const statuses: number[] = [];
      for (const query of ['{ shop { id } }', PAGE, PAGE, '{ shop { id } }', PAGE, PAGE]) {
        statuses.push((await send(query)).status);
      }

      expect(statuses).toEqual([200, 200, 503, 200, 503, 200]);
    });
  });

  it('match variables too', async () => {
    await withShop({ products: 1 }, async ({ shop, send }) => {
      shop.faults.add({ match: 'gid://shopify/Product/77', answer: { status: 500 } });
      const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

      expect((await send(query, { ids: ['gid://shopify/Product/77'] })).status).toBe(500);
      expect((await send(query, { ids: ['gid://shopify/Product/78'] })).status).toBe(200);
    });
  });

  it.each<[FaultAnswer, number, string, string | null]>([
    [{ status: 401 }, 401, 'Invalid API key or access token', null],
    [{ status: 402 }, 402, 'Unavailable Shop', null],
    [{ status: 403 }, 403, 'merchant approval', null],
    [{ status: 423 }, 423, 'Unavailable Shop', null],
    [{ status: 429 }, 429, 'Exceeded', '2.0'],
    [{ status: 429, headers: { 'retry-after': '0.1' } }, 429, 'Exceeded', '0.1'],
    [{ status: 430 }, 430, '<html>', null],
    [{ status: 502 }, 502, '<html>', null],
    [{ html: 200 }, 200, '<html>', null],
    [{ status: 400, body: { errors: 'odd' } }, 400, '{"errors":"odd"}', null],
  ])('answer %j', async (answer, status, text, retryAfter) => {
    await withShop({ products: 1 }, async ({ shop, send }) => {
      shop.faults.add({ answer });
      const response = await send(PAGE);

      expect(response.status).toBe(status);
      expect(await response.text()).toContain(text);
      expect(response.headers.get('retry-after')).toBe(retryAfter);
    });
  });

  it('throttle, refuse for cost and fail with a GraphQL error, with or without data', async () => {
    await withShop({ products: 1 }, async ({ shop, ask }) => {
      const failed = { code: 'INTERNAL_SERVER_ERROR', message: 'Internal error' };
      for (const answer of [
        { throttled: true },
        { maxCost: true },
        { graphqlError: failed },
        { graphqlError: failed, withData: true },
      ] as const) {
        shop.faults.add({ times: 1, answer });
      }
      const answers = [await ask(PAGE), await ask(PAGE), await ask(PAGE), await ask(PAGE), await ask(PAGE)];

      expect(answers.map(({ errors }) => errors?.[0].extensions.code)).toEqual([
        'THROTTLED',
        'MAX_COST_EXCEEDED',
        'INTERNAL_SERVER_ERROR',
        'INTERNAL_SERVER_ERROR',
        undefined,
      ]);
      expect(answers[0]?.extensions.cost.throttleStatus.currentlyAvailable).toBe(0);
      expect(answers[2]?.data).toBeNull();
      expect(answers[3]?.data.products.nodes).toHaveLength(1);
    });
  });

  it('fail at a field of a product: what may not be null around it is lost, and the error names the place', async () => {
    await withShop({ products: 3 }, async ({ shop, ask }) => {
      const [, id = ''] = shop.products.keys();
      shop.faults.add({ answer: { failsFor: { products: [id], field: 'variants' } } });
      const listed = await ask(PAGE);
      const ids = [...shop.products.keys()].map((each) => `"gid://shopify/Product/${each}"`);
      const named = await ask(`{ nodes(ids: [${ids}]) { id ... on Product { variants(first: 1) { nodes { id } } } } }`);

      const code = 'INTERNAL_SERVER_ERROR';
      expect(listed).toMatchObject({
        data: null,
        errors: [{ path: ['products', 'nodes', 1, 'variants'], extensions: { code } }],
      });
      expect(named).toMatchObject({
        data: { nodes: [{ id: expect.any(String) }, null, { id: expect.any(String) }] },
        errors: [{ path: ['nodes', 1, 'variants'] }],
      });
    });
  });

  it('list the first page for ever, each time with another cursor', async () => {
    await withShop({ products: 3 }, async ({ shop, ask }) => {
      shop.faults.add({ answer: { circles: true } });
      const query =
        'query ($after: String) { products(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }';
      const first = await ask(query, {});
      const second = await ask(query, { after: first.data.products.pageInfo.endCursor });
      expect(second.data.products.nodes).toEqual(first.data.products.nodes);
      expect(second.data.products.pageInfo.hasNextPage).toBe(true);
      expect(second.data.products.pageInfo.endCursor).not.toBe(first.data.products.pageInfo.endCursor);
    });
  });

  it('drop variants and empty pages without a word', async () => {
    await withShop({ products: 2, variantsEach: 3 }, async ({ shop, ask }) => {
      shop.faults.add({ times: 1, answer: { dropVariants: 1 } });
      const dropped = await ask(PAGE);
      shop.faults.add({ times: 1, answer: { emptyPage: true } });
      const empty = await ask(PAGE);

      const [first] = dropped.data.products.nodes;
      expect(first.variantsCount.count).toBe(3);
      expect(first.variants.nodes).toHaveLength(2);
      expect(empty.errors).toBeUndefined();
      expect(empty.data.products.nodes).toEqual([]);
    });
  });

  it('cut an answer short, reset a connection and hang', async () => {
    await withShop({ products: 1 }, async ({ shop, send }) => {
      shop.faults.add({ times: 1, answer: { truncate: true } });
      const text = await (await send(PAGE)).text();
      expect(() => JSON.parse(text)).toThrow(SyntaxError);

      shop.faults.add({ times: 1, answer: { reset: true } });
      await expect(send(PAGE)).rejects.toThrow('fetch failed');

      shop.faults.add({ times: 1, answer: { hang: true } });
      await expect(send(PAGE, {}, shop.accessToken, AbortSignal.timeout(50))).rejects.toThrow('aborted');
    });
  });

  it('change the shop before a request is answered', async () => {
    await withShop({ products: 2 }, async ({ shop, ask }) => {
      const [id] = [...shop.products.keys()];
      shop.faults.add({ times: 1, change: (changed) => changed.remove(id ?? '') });

      expect((await ask(PAGE)).data.products.nodes).toHaveLength(1);
    });
  });

  it('are counted as requests in flight while they are delayed', async () => {
    await withShop({ products: 1 }, async ({ shop, ask }) => {
      shop.faults.add({ answer: { delayMs: 40 } });

      await Promise.all([ask(PAGE), ask(PAGE), ask(PAGE)]);

      expect(shop.counters).toMatchObject({ requests: 3, inFlight: 0, mostInFlight: 3 });
      expect(shop.requestLog).toHaveLength(3);
    });
  });
});
