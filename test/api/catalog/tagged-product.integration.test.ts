import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { insertProduct, insertStore, insertVariants } from '../rows';

let world: ApiWorld;
let tenant: TestTenant;
let productId: string;

beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
  const storeId = await insertStore(world.database, tenant.id);
  productId = await insertProduct(world.database, { tenantId: tenant.id, storeId }, { externalId: '1' });
  await insertVariants(world.database, { tenantId: tenant.id, productId }, { count: 2 });
});
afterAll(() => world.close());

const get = (headers: Record<string, string> = {}) => tenant.ask(`GET /v1/catalog/products/${productId}`, { headers });
const tag = async () => (await get()).headers.get('etag') ?? '';
const unless = (tags: string) => get({ 'if-none-match': tags });

// `fetch` sends `Cache-Control: no-cache` beside each tag.
it('answers 304 and no body to whoever has the product already', async () => {
  const { headers } = await get();
  const known = headers.get('etag') ?? '';
  expect(known).toMatch(/^W\/"[\w-]{22}"$/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(await tag()).toBe(known);

  for (const tags of [known, `"other", ${known}`, known.slice(2), '*']) {
    const { status, text, headers } = await unless(tags);
    expect({ status, text, tag: headers.get('etag') }).toEqual({ status: 304, text: '', tag: known });
  }
  for (const tags of ['"other"', 'W/"other"', known.slice(0, -2), ' ', '"', ',,,']) {
    expect((await unless(tags)).status).toBe(200);
  }
});

it('has the same tag packed and plain, and for HEAD', async () => {
  const known = await tag();
  expect((await get({ 'accept-encoding': 'gzip' })).headers.get('etag')).toBe(known);
  expect((await get({ 'accept-encoding': 'identity' })).headers.get('etag')).toBe(known);
  const url = `${world.url}/v1/catalog/products/${productId}`;
  const head = await fetch(url, { method: 'HEAD', headers: tenant.headers });
  expect({ status: head.status, tag: head.headers.get('etag') }).toEqual({ status: 200, tag: known });
});

it.each([
  ['a product', 'products', "title = title || '!'"],
  ['its availability alone', 'products', 'available = not available'],
  ['its metadata', 'products', `metadata = '{"a": 1}'`],
  ['its variant’s price', 'product_variants', 'price = 7.50'],
  ['the way in which a price is written', 'product_variants', 'price = 7.5'],
  ['its variant’s stock', 'product_variants', 'stock = coalesce(stock, 0) + 1'],
])('changes its tag with %s', async (_what, table, change) => {
  const known = await tag();
  await world.database.withTenant(tenant.id, async (sql) => {
    const text = Object.assign([`update ${table} set ${change} where tenant_id = `, ''], { raw: [] });
    await sql(text as unknown as TemplateStringsArray, tenant.id);
  });

  expect(await tag()).not.toBe(known);
  expect((await unless(known)).status).toBe(200);
});

it('tells nobody else anything by a tag', async () => {
  const other = await world.tenant('Other');
  const known = await tag();
  for (const tags of [known, '*']) {
    const reply = await other.ask(`GET /v1/catalog/products/${productId}`, { headers: { 'if-none-match': tags } });
    expect({ status: reply.status, tag: reply.headers.get('etag') }).toEqual({ status: 404, tag: null });
  }
});
