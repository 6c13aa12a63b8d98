import type { RawItem, RawValue } from '../../simulators/woocommerce/catalogue/raw';
import type { WooShop } from '../../simulators/woocommerce/shop';
import type { WooVersion } from '../../simulators/woocommerce/shop-options';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import recordedAnswers from '../fixtures/woocommerce/answers.json';
import recordedShapes from '../fixtures/woocommerce/shapes.json';
import { ask, askShop, basic, idsOf, PRODUCTS } from './woocommerce-requests';

let simulator: WooCommerceSimulator;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

/** Parts whose content is free: plugins' own data, and brands, of which the recorded shops had none. */
const FREE = /^(meta_data|downloads|default_attributes|_links|brands\[\])/;

function typesByPath(value: RawValue, path = '', types = new Map<string, Set<string>>()) {
  if (path !== '') {
    const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    types.set(path, (types.get(path) ?? new Set()).add(type));
  }
  if (value === null || typeof value !== 'object' || FREE.test(path)) return types;
  for (const [name, member] of Object.entries(value)) {
    typesByPath(member, Array.isArray(value) ? `${path}[]` : path === '' ? name : `${path}.${name}`, types);
  }
  return types;
}

function expectShape(items: readonly RawItem[], recorded: Readonly<Record<string, readonly string[]>>) {
  const topLevel = Object.keys(recorded).filter((path) => !/[.[]/.test(path));
  const known = new Map(Object.entries(recorded));
  for (const item of items) {
    expect(Object.keys(item)).toEqual(topLevel);
    for (const [path, types] of typesByPath(item)) {
      if (FREE.test(path)) continue;
      expect({ path, types: [...types].filter((type) => !known.get(path)?.includes(type)) }).toEqual({
        path,
        types: [],
      });
    }
  }
}

describe.each<WooVersion>(['10.5.0', '9.9.5'])('on %s', (version) => {
  let shop: WooShop;
  beforeAll(() => {
    shop = simulator.addShop({ name: `shapes-${version}`, products: 300, nasty: true, auth: 'https', version });
  });

  it('shows products with the recorded keys, in their order, and with the recorded types', async () => {
    const products: RawItem[] = [];
    for (let page = 1; page <= 4; page++) {
      const { json } = await askShop(shop, `${PRODUCTS}?per_page=100&orderby=id&order=asc&page=${page}`);
      products.push(...(json as RawItem[]));
    }

    expect(new Set(products.map(({ type }) => type))).toEqual(new Set(['simple', 'variable', 'grouped', 'external']));
    expectShape(products, recordedShapes[version].product);
  });

  it('shows variations with the recorded keys and types', async () => {
    const { json } = await askShop(shop, `${PRODUCTS}/910000000/variations?per_page=100`);
    expectShape(json as RawItem[], recordedShapes[version].variation);
  });

  it('shows a variation that is asked for as a product with the recorded keys and types', async () => {
    const { json } = await askShop(shop, `${PRODUCTS}/910000001`);
    expect(json).toMatchObject({ type: 'variation', parent_id: 910_000_000, total_sales: '0' });
    expectShape([json as RawItem], recordedShapes[version].variationAsProduct);
  });
});

describe('recorded answers', () => {
  const MOVING = new Set(['x-wp-total', 'x-wp-totalpages']);

  it.each(recordedAnswers.map((recorded) => [recorded.name, recorded] as const))('gives %s', async (name, recorded) => {
    const shop = simulator.addShop({ name, products: 30, auth: 'https' });
    shop.put({ id: 46, name: 'simple' });

    const { status, headers, json } = await askShop(shop, recorded.path);

    const body = JSON.parse(JSON.stringify(recorded.body).replaceAll('https://127.0.0.1:8143', shop.homeUrl));
    expect({ status, json }).toEqual({ status: recorded.status, json: body });
    for (const [header, value] of Object.entries(recorded.headers)) {
      if (!MOVING.has(header) || value === '0') expect([header, headers.get(header)]).toEqual([header, value]);
    }
    expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });
});

describe('paging', () => {
  let shop: WooShop;
  beforeAll(() => {
    shop = simulator.addShop({ name: 'paging', products: 45, auth: 'https' });
  });

  it('gives ten products a page, the newest first', async () => {
    const { json, headers } = await askShop(shop, PRODUCTS);
    const dates = (json as RawItem[]).map(({ date_created_gmt }) => date_created_gmt);
    expect(dates).toHaveLength(10);
    expect(dates).toEqual([...dates].sort().reverse());
    expect([headers.get('x-wp-total'), headers.get('x-wp-totalpages')]).toEqual(['45', '5']);
  });

  it('links to the next and the previous page under an address that must not be followed', async () => {
    const { headers } = await askShop(shop, `${PRODUCTS}?per_page=20&page=2`);
    const address = `${shop.homeUrl}${PRODUCTS}?per_page=20`;
    expect(headers.get('link')).toBe(`<${address}&page=1>; rel="prev", <${address}&page=3>; rel="next"`);
    expect(shop.homeUrl).not.toBe(shop.url);
  });

  it('tells the true total past the last page, and none past the last offset', async () => {
    const beyondPage = await askShop(shop, `${PRODUCTS}?per_page=20&page=9`);
    expect([beyondPage.json, beyondPage.headers.get('x-wp-total')]).toEqual([[], '45']);
    const beyondOffset = await askShop(shop, `${PRODUCTS}?per_page=20&offset=45`);
    expect([beyondOffset.json, beyondOffset.headers.get('x-wp-total')]).toEqual([[], '0']);
  });

  it('lets offset win over page', async () => {
    const { text } = await askShop(shop, `${PRODUCTS}?per_page=2&offset=4&page=3&orderby=id&order=asc&_fields=id`);
    expect(idsOf(text)).toEqual(['180', '200']);
  });

  it('leaves of products, and of the list of all variations, just the keys that _fields names', async () => {
    const keysOf = (json: unknown) => [...new Set((json as RawItem[]).flatMap((item) => Object.keys(item)))].toSorted();
    const named = (path: string, fields: string) => askShop(shop, `${path}?per_page=100&_fields=${fields}`);

    const products = await named(PRODUCTS, 'id,status,stock_quantity,variations,parent,nothing');
    const all = await named('/wp-json/wc/v3/variations', 'id,price,regular_price,parent_id');
    const linked = await named(PRODUCTS, 'id,_links');

    expect(keysOf(products.json)).toEqual(['id', 'status', 'stock_quantity', 'variations']);
    expect(keysOf(all.json)).toEqual(['id', 'parent_id', 'price', 'regular_price']);
    expect(keysOf(linked.json)).toEqual(['_links', 'id']);
  });

  it('names every refused parameter', async () => {
    const { status, json } = await askShop(shop, `${PRODUCTS}?page=abc&per_page=101&status=draft,private&include=1,x`);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      code: 'rest_invalid_param',
      message: 'Invalid parameter(s): page, per_page, include, status',
      data: { params: { per_page: 'per_page must be between 1 (inclusive) and 100 (inclusive)' } },
    });
  });

  it('answers /index.php/wp-json too', async () => {
    expect((await askShop(shop, `/index.php${PRODUCTS}`)).status).toBe(200);
  });

  it('answers text/html for a shop that does not exist and for a path outside the API', async () => {
    for (const url of [`${simulator.url}/nobody${PRODUCTS}`, `${shop.url}/shop`]) {
      const { status, headers } = await ask(url, basic(shop));
      expect([status, headers.get('content-type')]).toEqual([404, expect.stringMatching(/^text\/html/)]);
    }
  });
});
