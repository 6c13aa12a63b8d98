import type { RawProduct } from '../../simulators/woocommerce/catalogue/raw';
import type { WooShop } from '../../simulators/woocommerce/shop';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import { askShop, idsOf, PRODUCTS } from './woocommerce-requests';

let simulator: WooCommerceSimulator;
let shop: WooShop;
let shops = 0;
const add = (options: Omit<Parameters<WooCommerceSimulator['addShop']>[0], 'name'> = {}) =>
  simulator.addShop({ name: `shop-${shops++}`, auth: 'https', ...options });

beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
beforeEach(() => {
  shop = add();
});
afterAll(() => simulator.close());

const LONG_AGO = '2026-01-01T00:00:00';
const old = { date_created_gmt: LONG_AGO, date_modified_gmt: LONG_AGO };

/** Every id a walk page by page returns; `between` runs after each page. */
async function walk(query: string, { by = 'page', perPage = 50, between = () => {} } = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 0; ; page++) {
    const place = by === 'page' ? `page=${page + 1}` : `offset=${page * perPage}`;
    const { text } = await askShop(shop, `${PRODUCTS}?per_page=${perPage}&${query}&_fields=id&${place}`);
    const found = idsOf(text);
    ids.push(...found);
    if (found.length < perPage) return ids;
    between();
  }
}

describe('date filters', () => {
  beforeEach(() => shop.put({ id: 205, ...old, date_modified_gmt: '2026-03-10T12:00:00' }));

  it.each([
    ['modified_after=2026-03-10T11:59:59&dates_are_gmt=true', 1],
    ['modified_after=2026-03-10T12:00:00&dates_are_gmt=true', 0],
    ['modified_after=2026-03-10T11:59:59Z&dates_are_gmt=true', 0],
    ['modified_after=2026-03-10T11:00:00Z&dates_are_gmt=true', 0],
    ['modified_after=2026-03-10T10:59:59Z&dates_are_gmt=true', 1],
    ['modified_after=2026-03-10T11:59:59Z', 1],
    ['modified_after=2026-03-10T12:00:00Z', 0],
    ['modified_after=2026-03-10T12:59:59', 1],
    ['modified_after=2026-03-10T13:00:00', 0],
    ['modified_after=2026-03-10T11:59:59.500Z', 1],
    ['modified_after=2026-03-10T11:59:59%2B00:00', 1],
    ['modified_before=2026-03-10T12:00:00&dates_are_gmt=true', 0],
    ['modified_before=2026-03-10T12:00:01&dates_are_gmt=true', 1],
    ['modified_after=2026-03-10T11:59:59&dates_are_gmt=1', 1],
  ])('%s finds %s products', async (query, count) => {
    const { json } = await askShop(shop, `${PRODUCTS}?${query}`);
    expect(json).toHaveLength(count);
  });

  it.each(['2026-03-10', '2026-03-10T11:59:59+00:00', '1772000000000', 'yesterday'])('refuses %s', async (date) => {
    const { status, json } = await askShop(shop, `${PRODUCTS}?modified_after=${date}`);
    expect([status, json]).toEqual([400, expect.objectContaining({ code: 'rest_invalid_param' })]);
    expect(json).toMatchObject({ data: { params: { modified_after: 'Invalid date.' } } });
  });
});

describe('a catalogue that changes under a walk', () => {
  it.each(['page', 'offset'])('loses live products of a walk by %s when others are deleted', async (by) => {
    shop = add({ products: 400 });
    const gone = [...shop.products.keys()];
    const between = () =>
      gone.splice(0, 10).forEach((id) => {
        shop.remove(id);
      });

    const seen = new Set(await walk('orderby=id&order=asc', { by, between }));

    const lost = [...shop.products.keys()].filter((id) => !seen.has(id));
    expect(lost.length).toBeGreaterThan(40);
  });

  it.each([
    ['9.9.5', 'modified', 180, 12],
    ['9.9.5', 'id', 192, 0],
    ['10.5.0', 'modified', 192, 0],
  ] as const)(
    'on %s a walk by %s over 192 ties finds %s and repeats %s',
    async (version, orderBy, distinct, repeated) => {
      shop = add({ version });
      for (let id = 1; id <= 192; id++) shop.put({ id, ...old });

      const ids = await walk(`orderby=${orderBy}&order=asc`);

      const different = new Set(ids).size;
      expect([different, ids.length - different]).toEqual([distinct, repeated]);
    },
  );
});

describe('edits', () => {
  const modified = (id: number) => shop.products.get(String(id))?.date_modified_gmt;
  const variationModified = () => shop.variations.get('1')?.get('2')?.date_modified_gmt;
  const NOW = expect.stringMatching(new RegExp(`^${new Date().toISOString().slice(0, 11)}`));

  beforeEach(() => {
    const variations = [{ id: 2, sku: 'own', regular_price: '12', manage_stock: 'parent', ...old }];
    shop.load({ id: 1, sku: 'parent', manage_stock: true, stock_quantity: 5, ...old }, variations);
  });

  it('loads a product with its variations without touching a date', () => {
    expect([modified(1), variationModified()]).toEqual([LONG_AGO, LONG_AGO]);
    expect(shop.products.get('1')).toMatchObject({
      type: 'variable',
      variations: [2n],
      price: '12',
      regular_price: '',
    });
  });

  it('moves the dates of a variation and of its parent when the variation is edited', () => {
    shop.patchVariation(1, 2, { regular_price: '9.5' });
    expect([modified(1), variationModified()]).toEqual([NOW, NOW]);
    expect(shop.products.get('1')?.price).toBe('9.5');
  });

  it('moves only the parent when stock that the parent manages is taken', () => {
    shop.patch(1, { stock_quantity: 4 });
    expect([modified(1), variationModified()]).toEqual([NOW, LONG_AGO]);
    expect(shop.variations.get('1')?.get('2')?.stock_quantity).toBe(4);
  });

  it('moves the parent when a variation is added and when one is removed', () => {
    shop.putVariation(1, { id: 3, regular_price: '1' });
    expect(modified(1)).toEqual(NOW);
    shop.writeDirectly(1, { date_modified_gmt: LONG_AGO });
    shop.removeVariation(1, 3);
    expect([modified(1), shop.products.get('1')?.variations]).toEqual([NOW, [2n]]);
  });

  it('moves no date for a direct write', () => {
    shop.writeDirectly(1, { stock_quantity: 1 });
    shop.writeVariationDirectly(1, 2, { price: '3' });
    expect([modified(1), variationModified()]).toEqual([LONG_AGO, LONG_AGO]);
    expect(shop.variations.get('1')?.get('2')).toMatchObject({ price: '3', stock_quantity: 1 });
  });

  it('gives a new product its own date as its modification date, past or future', () => {
    shop.put({ id: 5, date_created_gmt: '2020-01-01T00:00:00' });
    shop.put({ id: 6, status: 'future', date_created_gmt: '2031-05-05T08:00:00' });
    expect([modified(5), modified(6)]).toEqual(['2020-01-01T00:00:00', '2031-05-05T08:00:00']);
  });

  it('hides a trashed product from the list, not from its own address, and brings it back', async () => {
    shop.put({ id: 7, name: 'bin', ...old });
    shop.trash(7);
    const listed = await askShop(shop, `${PRODUCTS}?include=7`);
    const itself = await askShop(shop, `${PRODUCTS}/7?_fields=id,status,slug`);
    expect(listed.json).toEqual([]);
    expect(itself.json).toMatchObject({ id: 7, status: 'trash', slug: 'bin-7__trashed' });

    shop.restore(7);
    expect(shop.products.get('7')).toMatchObject({ status: 'publish', slug: 'bin-7' });
  });

  it('forgets a removed product and its variations', async () => {
    shop.remove(1);
    for (const id of [1, 2]) expect((await askShop(shop, `${PRODUCTS}/${id}`)).status).toBe(404);
    expect((await askShop(shop, `${PRODUCTS}/1/variations`)).json).toEqual([]);
  });

  it('throws for a product or variation that is not there', () => {
    expect(() => shop.patch(99, {})).toThrow('no product 99');
    expect(() => shop.patchVariation(1, 99, {})).toThrow('product 1 has no variation 99');
  });
});

describe('what the list shows', () => {
  it('lets variations without a SKU or an image of their own show their parent’s', () => {
    const image = { id: 9, src: 'https://cdn.example/9.jpg', alt: 'a' };
    shop.load({ id: 1, sku: 'parent', images: [{ ...image, srcset: '' }] }, [{ id: 2 }, { id: 3, sku: 'own' }]);
    expect(shop.variations.get('1')?.get('2')).toMatchObject({ sku: 'parent', image });

    shop.patch(1, { sku: 'renamed', images: [] });
    expect(shop.variations.get('1')?.get('2')).toMatchObject({ sku: 'renamed', image: null });
    expect(shop.variations.get('1')?.get('3')).toMatchObject({ sku: 'own' });
  });

  it('ignores unknown ids and variations in include, and finds variations by SKU', async () => {
    shop.load({ id: 1, sku: 'parent' }, [{ id: 2, sku: 'own' }]);
    expect(idsOf((await askShop(shop, `${PRODUCTS}?include=1,2,3`)).text)).toEqual(['1']);
    expect((await askShop(shop, `${PRODUCTS}?sku=own`)).json).toMatchObject([
      { id: 2, type: 'variation', parent_id: 1 },
    ]);
  });

  it('shows all but trash unless a status is asked for', async () => {
    for (const [index, status] of ['publish', 'draft', 'private', 'future', 'trash'].entries()) {
      shop.put({ id: index + 1, status });
    }
    const ids = async (query: string) => idsOf((await askShop(shop, `${PRODUCTS}?orderby=id&order=asc&${query}`)).text);
    expect(await ids('')).toEqual(['1', '2', '3', '4']);
    expect(await ids('status=trash')).toEqual(['5']);
    expect(await ids('include_status=draft,trash')).toEqual(['2', '5']);
    expect(await ids('exclude_status=draft')).toEqual(['1', '3', '4']);
  });

  it('keeps what _fields names, nested fields of objects too, and the links of a single product', async () => {
    shop.put({ id: 1, name: 'a', dimensions: { length: '1', width: '2', height: '3' } });
    const fields = '_fields=id,dimensions.length';
    expect((await askShop(shop, `${PRODUCTS}?${fields}`)).json).toEqual([{ id: 1, dimensions: { length: '1' } }]);
    expect((await askShop(shop, `${PRODUCTS}/1?${fields}`)).json).toHaveProperty('_links.self');
  });

  it('writes ids beyond 2^53 as numbers with all their digits', async () => {
    shop = add({ nasty: true });
    const { text } = await askShop(shop, `${PRODUCTS}?per_page=100&orderby=id&order=asc`);
    expect(text).toContain('{"id":9007199254740993,');
    expect(text).toContain('"variations":[9007199254741002,9007199254741003]');
  });

  it('escapes slashes, NUL and lone surrogates as PHP does', async () => {
    shop.put({ id: 1, name: 'a/b\u0000\ud83dé', attributes: [{ name: '__proto__' }] });
    const { text, json } = await askShop(shop, PRODUCTS);
    expect(text).toContain('"name":"a\\/b\\u0000\\ud83d\\u00e9"');
    expect(json).toMatchObject([{ name: 'a/b\u0000\ud83dé' }]);
  });
});

describe('/wc/v3/variations', () => {
  const path = '/wp-json/wc/v3/variations';

  it('serves the variations of several parents at once on 10.5.0', async () => {
    for (const id of [10, 20, 30]) shop.load({ id }, [{ id: id + 1 }, { id: id + 2 }]);
    const { json, headers } = await askShop(shop, `${path}?parent=10,30&orderby=id&order=asc&_fields=id,parent_id`);
    expect(json).toEqual([11, 12, 31, 32].map((id) => ({ id, parent_id: id < 20 ? 10 : 30 })));
    expect(headers.get('x-wp-total')).toBe('4');
  });

  it('is no route on 9.9.5', async () => {
    shop = add({ version: '9.9.5' });
    const { status, json } = await askShop(shop, path);
    expect([status, json]).toMatchObject([404, { code: 'rest_no_route' }]);
  });
});

describe('the generator', () => {
  const products = (seed: number) => [...add({ products: 200, seed }).products.values()];
  const withoutPlace = ({ permalink: _, ...product }: RawProduct) => product;

  it('makes the same catalogue of the same seed and another of another', () => {
    expect(products(5).map(withoutPlace)).toEqual(products(5).map(withoutPlace));
    expect(products(5).map(withoutPlace)).not.toEqual(products(6).map(withoutPlace));
  });

  it('gives larger shops one product with 144 variations', () => {
    const counts = products(1).map(({ variations }) => variations.length);
    expect(counts.filter((count) => count > 12)).toEqual([144]);
  });

  it('keeps decimals out of the prices of a currency without them', () => {
    const prices = [...add({ products: 100, currency: 'JPY' }).products.values()].map(({ price }) => price);
    expect(prices.filter((price) => price.includes('.'))).toEqual([]);
  });
});
