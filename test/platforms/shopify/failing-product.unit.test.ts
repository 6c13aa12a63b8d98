import { fetchPage } from '../fetch-page';
import { pageOf, readAll, signal, simulatedShops } from './shop-under-test';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

const idsOf = (products: readonly { external_id: string }[]) => products.map(({ external_id }) => external_id);

function openLastTry(products: number, more = {}) {
  const opened = shops.open({ products, ...more }, { isLastTry: true });
  for (const id of opened.shop.products.keys()) opened.shop.setStatus(id, 'ACTIVE');
  return { ...opened, ids: [...opened.shop.products.keys()] };
}

describe('I7 a product that Shopify fails to answer', () => {
  it.each([0, 7, 59, 129])('costs that product alone on the last try, where it is number %i', async (number) => {
    const { shop, connection, ids } = openLastTry(130);
    const failing = ids[number] ?? '';
    shop.faults.add({ match: 'variants(', answer: { failsFor: { products: [failing], field: 'variants' } } });

    const { products, rejected } = await readAll(() => connection);

    expect(idsOf(products)).toEqual(ids.filter((id) => id !== failing));
    expect(rejected).toEqual([
      {
        external_id: failing,
        title: null,
        reason: 'store_error',
        path: 'id',
        message: expect.stringContaining('Internal error'),
        payload: `{"id":"gid://shopify/Product/${failing}"}`,
      },
    ]);
    expect(shop.counters.requests).toBeLessThan(25);
  });

  it('is waited for before', async () => {
    const { shop, connection } = shops.open({ products: 30 });
    const [failing = ''] = shop.products.keys();
    shop.faults.add({ match: 'ProductsPage', answer: { failsFor: { products: [failing], field: 'variants' } } });
    expect(await fetchPage(connection, { cursor: null, currency: 'EUR', signal })).toMatchObject({
      kind: 'unavailable',
      detail: expect.stringContaining('Internal error'),
    });
  });

  it('when the rest of its variants is asked for is set aside with what is known of it', async () => {
    const { shop, connection, ids } = openLastTry(3, { variantsEach: 80 });
    const failing = ids[1] ?? '';
    const failsFor = { products: [failing], field: 'variants' } as const;
    shop.faults.add({ match: `gid://shopify/Product/${failing}`, answer: { failsFor } });

    const page = await pageOf(connection);

    expect(idsOf(page.products)).toEqual([ids[0], ids[2]]);
    expect(page.rejected).toMatchObject([
      { external_id: failing, reason: 'store_error', title: shop.products.get(failing)?.title },
    ]);
  });

  it('is left out of those that are asked for by id', async () => {
    const { shop, connection, ids } = openLastTry(120);
    const failing = [ids[0] ?? '', ids[2] ?? ''];
    shop.faults.add({ match: 'ProductsByIds', answer: { failsFor: { products: failing, field: 'variants' } } });

    const fetched = await connection.fetchByIds({ externalIds: ids, currency: 'EUR', signal });

    if (fetched.kind !== 'products') throw new Error(fetched.detail);
    expect(idsOf(fetched.products)).toEqual(ids.filter((id) => !failing.includes(id)));
    expect(fetched.rejected.map(({ external_id, reason }) => [external_id, reason])).toEqual(
      failing.map((id) => [id, 'store_error']),
    );
  });

  it('I1 is alive, and set aside, when the shop says so of one that is missing', async () => {
    const { shop, connection, ids } = openLastTry(3);
    const [failing = ''] = ids;
    shop.faults.add({ match: 'ProductsByIds', answer: { failsFor: { products: [failing], field: 'variants' } } });

    expect(await connection.confirmMissing({ externalIds: ids, currency: 'EUR', signal })).toMatchObject({
      answers: ids.map((external_id) => ({ external_id, answer: 'alive' })),
      products: [{ external_id: ids[1] }, { external_id: ids[2] }],
      rejected: [{ external_id: failing, reason: 'store_error' }],
    });
  });

  it('is one of a few: a shop that fails at all of them is in trouble', async () => {
    const { shop, connection } = openLastTry(30);
    // Wherever the fault strikes, it strikes the first product of the page.
    shop.faults.add({
      match: 'ProductsPage',
      answer: {
        status: 200,
        body: {
          data: null,
          errors: [
            {
              message: 'Oops',
              path: ['products', 'edges', 0, 'node'],
              extensions: { code: 'INTERNAL_SERVER_ERROR' },
            },
          ],
        },
      },
    });
    let cursor: string | null = null;
    const rejected: string[] = [];
    for (;;) {
      const page = await fetchPage(connection, { cursor, currency: 'EUR', signal });
      if (page.kind !== 'page') {
        expect(page).toMatchObject({ kind: 'unavailable' });
        break;
      }
      rejected.push(...idsOf(page.rejected));
      cursor = page.nextCursor;
    }
    expect(rejected).toHaveLength(5);
  });
});

describe('a listing that goes in circles', () => {
  it('ends, although each of its cursors is another one', async () => {
    const { shop, connection } = shops.open({ products: 130 });
    shop.faults.add({ match: 'ProductsPage', answer: { circles: true } });
    let cursor: string | null = null;
    let last = null;
    while (last === null) {
      const page = await fetchPage(connection, { cursor, currency: 'EUR', signal });
      if (page.kind === 'page') cursor = page.nextCursor;
      else last = page;
    }
    expect(last).toMatchObject({ kind: 'unreadable', detail: expect.stringContaining('no new product in 10 pages') });
    expect(shop.counters.requests).toBeLessThan(20);
  });

  it('within a product ends, and fewer variants came than were announced', async () => {
    const { shop, connection } = shops.open({ products: 1, variantsEach: 300 });
    shop.faults.add({ match: '"first":300', answer: { maxCost: true } });
    shop.faults.add({ match: 'ProductVariants', answer: { circles: true } });

    const { products, rejected } = await pageOf(connection);

    expect(products).toEqual([]);
    expect(rejected).toMatchObject([{ reason: 'variants_incomplete' }]);
    expect(shop.counters.requests).toBeLessThan(12);
  });
});
