import { pageOf, signal, simulatedShops } from './shop-under-test';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

/** What some shops answer to a token with read_products alone, though the schema says that it is enough. */
const DENIED = {
  status: 200,
  body: {
    data: null,
    errors: [
      {
        message: 'Access denied for inventoryItem field. Required access: `read_inventory` access scope.',
        path: ['products', 'edges', 0, 'node', 'variants', 'nodes', 0, 'inventoryItem'],
        extensions: { code: 'ACCESS_DENIED', requiredAccess: '`read_inventory` access scope.' },
      },
    ],
  },
};

it('inventory items that a token may not read are left out of the listing, in later processes too', async () => {
  const { shop, connection, again } = shops.open({ products: 180 });
  shop.faults.add({ match: 'inventoryItem', answer: DENIED });

  const first = await pageOf(connection);
  const second = await pageOf(again(), first.nextCursor);

  expect(first.products).toHaveLength(100);
  expect(second.products).toHaveLength(80);
  expect(first.products[0]?.variants[0]?.metadata.weight).toBeNull();
  expect(shop.requestLog.filter(({ query }) => query?.includes('inventoryItem'))).toHaveLength(1);
});

it('the scope that is missing for them is said', async () => {
  const { shop, connection } = shops.open({ products: 1 });
  shop.faults.add({ match: 'inventoryItem', answer: DENIED });

  expect(await connection.describe(signal)).toMatchObject({
    kind: 'facts',
    abilities: { missing_scopes: ['read_inventory'] },
  });
});

it('a version that Shopify no longer serves is said', async () => {
  const { shop, connection } = shops.open({ products: 1 });
  const facts = await connection.describe(signal);
  const body = {
    data: {
      shop: { id: 'gid://shopify/Shop/1', name: 'Shop', myshopifyDomain: shop.domain, currencyCode: 'EUR' },
      productsCount: { count: 1 },
      currentAppInstallation: { accessScopes: [{ handle: 'read_products' }] },
    },
  };
  const headers = { 'x-shopify-api-version': '2027-01' };
  shop.faults.add({ answer: { status: 200, headers, body } });

  expect(facts).not.toHaveProperty('abilities.served_api_version');
  expect(await connection.describe(signal)).toMatchObject({ abilities: { served_api_version: '2027-01' } });
});
