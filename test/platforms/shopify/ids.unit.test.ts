import { pageOf, signal, simulatedShops } from './shop-under-test';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

function openWith(products: number, more = {}) {
  const opened = shops.open({ products, ...more });
  for (const id of opened.shop.products.keys()) opened.shop.setStatus(id, 'ACTIVE');
  return { ...opened, ids: [...opened.shop.products.keys()] };
}

const UNKNOWN = '1234567890123456789';

describe('products by id', () => {
  it('are the same as in the listing', async () => {
    const { connection, ids } = openWith(250);
    const listed = new Map<string, unknown>();
    for (let cursor: string | null = null; ; ) {
      const page = await pageOf(connection, cursor);
      for (const product of page.products) listed.set(product.external_id, product);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }

    const fetched = await connection.fetchByIds({ externalIds: ids, currency: 'EUR', signal });

    expect(fetched).toMatchObject({ kind: 'products', rejected: [] });
    expect('products' in fetched && fetched.products).toEqual([...listed.values()]);
  });

  it('that the shop does not have are left out', async () => {
    const { connection, ids } = openWith(2);
    const externalIds = [UNKNOWN, ids[1] ?? '', 'no id', ''];

    expect(await connection.fetchByIds({ externalIds, currency: 'EUR', signal })).toMatchObject({
      kind: 'products',
      products: [{ external_id: ids[1] }],
    });
  });

  it('come with all of their variants', async () => {
    const { connection, ids } = openWith(2, { variantsEach: 600 });
    const fetched = await connection.fetchByIds({ externalIds: ids, currency: 'EUR', signal });

    expect('products' in fetched && fetched.products.map(({ variants }) => variants.length)).toEqual([600, 600]);
  });

  it('are asked for in smaller pieces when they cost too much', async () => {
    const { shop, connection, ids } = openWith(120);
    shop.faults.add({ match: 'ProductsByIds', times: 2, answer: { maxCost: true } });

    const fetched = await connection.fetchByIds({ externalIds: ids, currency: 'EUR', signal });

    expect('products' in fetched && fetched.products.map(({ external_id }) => external_id)).toEqual(ids);
  });

  it('of which none are asked for cost no request', async () => {
    const { shop, connection } = openWith(1);
    await connection.fetchByIds({ externalIds: [], currency: 'EUR', signal });
    expect(shop.counters.requests).toBe(0);
  });
});

describe('confirming the missing', () => {
  it("I1 takes the shop's own word about each id", async () => {
    const { shop, connection, ids } = openWith(5);
    const [alive = '', deleted = '', draft = '', archived = '', unlisted = ''] = ids;
    shop.remove(deleted);
    shop.setStatus(draft, 'DRAFT');
    shop.setStatus(archived, 'ARCHIVED');
    shop.setStatus(unlisted, 'UNLISTED');

    const answers = await connection.confirmMissing({ externalIds: ids, currency: 'EUR', signal });

    const evidence = { source: 'confirmation', checked_at: expect.stringMatching(/Z$/) };
    const unpublished = (status: string) => ({ kind: 'unpublished', ...evidence, status });
    expect(answers).toMatchObject({
      kind: 'answers',
      answers: [
        { external_id: alive, answer: 'alive' },
        { external_id: deleted, answer: 'gone', evidence: { kind: 'not_found', ...evidence } },
        { external_id: draft, answer: 'gone', evidence: unpublished('DRAFT') },
        { external_id: archived, answer: 'gone', evidence: unpublished('ARCHIVED') },
        { external_id: unlisted, answer: 'gone', evidence: unpublished('UNLISTED') },
      ],
      products: [{ external_id: alive }],
    });
  });

  it('takes 250 ids at once', async () => {
    const { shop, connection, ids } = openWith(250);
    for (const id of ids) shop.remove(id);

    const answers = await connection.confirmMissing({ externalIds: ids, currency: 'EUR', signal });

    expect(connection.idsAtOnce).toBe(250);
    expect('answers' in answers && answers.answers.every(({ answer }) => answer === 'gone')).toBe(true);
    expect(shop.counters.requests).toBe(1);
  });

  it('I1 is unclear about what is no id of Shopify', async () => {
    const { connection } = openWith(1);
    expect(await connection.confirmMissing({ externalIds: ['abc'], currency: 'EUR', signal })).toMatchObject({
      answers: [{ external_id: 'abc', answer: 'unclear' }],
    });
  });

  it.each([
    ['errors beside data', { graphqlError: { code: 'INTERNAL_SERVER_ERROR', message: 'Oops' }, withData: true }],
    ['no place for an id', { status: 200, body: { data: { shop: { id: 'gid://shopify/Shop/1' }, nodes: [] } } }],
  ])('I1 is unclear about an answer with %s', async (_, answer) => {
    const { shop, connection, ids } = openWith(2);
    for (const id of ids) shop.remove(id);
    shop.faults.add({ match: 'ProductStatuses', answer });

    expect(await connection.confirmMissing({ externalIds: ids, currency: 'EUR', signal })).toMatchObject({
      answers: ids.map((external_id) => ({ external_id, answer: 'unclear' })),
    });
  });

  it('I1 is unclear only about the ids that an error names', async () => {
    const { shop, connection, ids } = openWith(2);
    const body = {
      data: { shop: { id: 'gid://shopify/Shop/1' }, nodes: [null, null] },
      errors: [{ message: 'Timeout', path: ['nodes', 1], extensions: { code: 'TIMEOUT' } }],
    };
    shop.faults.add({ match: 'ProductStatuses', answer: { status: 200, body } });

    expect(await connection.confirmMissing({ externalIds: ids, currency: 'EUR', signal })).toMatchObject({
      answers: [
        { external_id: ids[0], answer: 'gone', evidence: { kind: 'not_found' } },
        { external_id: ids[1], answer: 'unclear', detail: 'Timeout' },
      ],
    });
  });

  it.each([
    ['without the shop', { data: { shop: null, nodes: [null] } }],
    ['without data', { data: null }],
    ['that is no GraphQL', []],
  ])('I1 takes nothing from an answer %s', async (_, body) => {
    const { shop, connection, ids } = openWith(1);
    shop.faults.add({ match: 'ProductStatuses', answer: { status: 200, body } });

    const outcome = await connection.confirmMissing({ externalIds: ids, currency: 'EUR', signal });

    expect(outcome.kind).toBe('unreadable');
  });

  it('is a problem when the shop is frozen, not an answer', async () => {
    const { shop, connection, ids } = openWith(1);
    shop.faults.add({ answer: { status: 402 } });
    expect((await connection.confirmMissing({ externalIds: ids, currency: 'EUR', signal })).kind).toBe('frozen');
  });
});
