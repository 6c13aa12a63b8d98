import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { insertProduct, insertStore, type ProductRow } from '../rows';

let world: ApiWorld;
let tenant: TestTenant;
let storeId: string;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  storeId = await insertStore(world.database, tenant.id);
});
afterAll(() => world.close());

const add = (product: ProductRow, store = storeId) =>
  insertProduct(world.database, { tenantId: tenant.id, storeId: store }, product);

async function found(query: string): Promise<string[]> {
  const { status, body } = await tenant.ask(`GET /v1/catalog/products?${query}`);
  expect(status).toBe(200);
  return body.items.map((item: { external_id: string }) => item.external_id).sort();
}

it('I6 shows a product whole: its price to the last zero, its categories by name, attributes of any name', async () => {
  const id = await add({ externalId: '9007199254740993', price: '7.50', categoryIds: ['5', '6'], variantSku: 'v' });
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`
      insert into collections (tenant_id, store_id, external_id, name, observation)
      values (${tenant.id}::uuid, ${storeId}::uuid, '5', 'Hats', 1)`,
  );

  const { body } = await tenant.ask(`GET /v1/catalog/products/${id}`);

  expect(body).toMatchObject({
    id,
    store_id: storeId,
    external_source: 'woocommerce',
    external_id: '9007199254740993',
    price: '7.50',
    currency: 'EUR',
    stock: 4,
    categories: [
      { external_id: '5', name: 'Hats' },
      { external_id: '6', name: '6' },
    ],
    images: [{ url: 'https://i.example/1', alt: null, position: 0 }],
    deactivation: null,
    variant_count: 1,
    variants: [{ sku: 'v', price: '7.50', is_active: true }],
  });
  expect(Object.entries(body.variants[0].attributes)).toEqual([['__proto__', 'kept']]);
});

it('answers what was left out of a product as its notes, beside the metadata', async () => {
  const id = await add({ externalId: '1' });
  await add({ externalId: '2' });
  const notes = [{ path: 'images[0].src', message: 'is empty: ""' }];
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`
      update products set metadata = metadata || ${JSON.stringify({ notes })}::jsonb
       where tenant_id = ${tenant.id}::uuid and id = ${id}::uuid`,
  );

  const { body } = await tenant.ask('GET /v1/catalog/products');

  const byId = new Map(body.items.map((item: { external_id: string }) => [item.external_id, item]));
  expect(byId.get('1')).toMatchObject({ notes, metadata: { slug: 'p' } });
  expect(byId.get('1')).not.toHaveProperty('metadata.notes');
  expect(byId.get('2')).toMatchObject({ notes: [] });
});

it('lists without variants, page by page, each once', async () => {
  for (let number = 1; number <= 5; number += 1) await add({ externalId: String(number) });

  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await tenant.ask(`GET /v1/catalog/products?limit=2${cursor && `&cursor=${cursor}`}`);
    for (const item of body.items) expect(item.variants).toBeUndefined();
    seen.push(...body.items.map((item: { external_id: string }) => item.external_id));
    cursor = body.next_cursor ?? '';
  } while (cursor);

  expect(seen.sort()).toEqual(['1', '2', '3', '4', '5']);
});

it('filters by store, platform and state', async () => {
  const shop = await insertStore(world.database, tenant.id, { platform: 'shopify' });
  await add({ externalId: '1' });
  await add({ externalId: '2', isActive: false });
  await add({ externalId: '3' }, shop);

  expect(await found(`store_id=${storeId}`)).toEqual(['1', '2']);
  expect(await found('platform=shopify')).toEqual(['3']);
  expect(await found('is_active=false')).toEqual(['2']);
  expect(await found(`is_active=true&store_id=${storeId}`)).toEqual(['1']);
});

it('finds the very SKU, of a product or of one of its variants', async () => {
  await add({ externalId: '1', sku: 'AB-1' });
  await add({ externalId: '2', sku: 'AB-12' });
  await add({ externalId: '3', variantSku: 'AB-1' });

  expect(await found('sku=AB-1')).toEqual(['1', '3']);
  expect(await found('sku=ab-1')).toEqual([]);
});

it('searches title, SKUs, vendor and tags for a part, whatever the case', async () => {
  await add({ externalId: '1', title: 'A Straw HAT' });
  await add({ externalId: '2', sku: 'hat-7' });
  await add({ externalId: '3', vendor: 'Hatters' });
  await add({ externalId: '4', tags: ['summer', 'Hats'] });
  await add({ externalId: '5', variantSku: 'XHAT' });
  await add({ externalId: '6', title: 'Gloves' });

  expect(await found('search=hAt')).toEqual(['1', '2', '3', '4', '5']);
});

it.each([
  ['100%25', ['1']],
  ['a_b', ['2']],
  ['%5C', ['3']],
  ["'", ['4']],
])('takes wildcards and quotes in a search for what they are: %s', async (search, expected) => {
  await add({ externalId: '1', title: '100% wool' });
  await add({ externalId: '2', title: 'a_b' });
  await add({ externalId: '3', title: 'back\\slash' });
  await add({ externalId: '4', title: "it's" });
  await add({ externalId: '5', title: '100 axb' });

  expect(await found(`search=${search}`)).toEqual(expected);
});

it('lists what changed since a time, that very time too', async () => {
  await add({ externalId: '1', changedAt: '2026-11-01T00:00:00Z' });
  await add({ externalId: '2', changedAt: '2026-11-02T00:00:00Z' });

  expect(await found('updated_since=2026-11-02T00:00:00Z')).toEqual(['2']);
  expect(await found('updated_since=2026-11-02T01:00:00%2B01:00')).toEqual(['2']);
  expect(await found('updated_since=2026-11-02T00:00:00.001Z')).toEqual([]);
});
