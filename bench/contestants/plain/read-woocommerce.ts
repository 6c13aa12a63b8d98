import { Agent, request } from 'undici';
import { WHOLE_ROWS } from '../../../src/platforms/woocommerce/mapping/row-fields';
import { mapWooCommerce, type WooProduct, type WooVariation } from './map-woocommerce';
import type { PageSink } from './program';

const PAGE = 100;

export interface WooStore {
  storeUrl: string;
  consumerKey: string;
  consumerSecret: string;
}

/** Pages by number, the variations of a whole page in one request, two requests at a time. */
export async function readWooCommerce(store: WooStore, sink: PageSink): Promise<void> {
  const get = getter(store);
  const listing = { status: 'any', orderby: 'id', order: 'asc', per_page: String(PAGE), _fields: WHOLE_ROWS.product };
  let last = 0;
  let pages = 1;

  async function nextPage(): Promise<void> {
    last += 1;
    const { items, totalPages } = await get<WooProduct>('products', { ...listing, page: String(last) });
    pages = totalPages;
    const parents = items.filter(({ variations }) => variations.length > 0).map(({ id }) => id);
    const variations = parents.length === 0 ? [] : await allVariations(get, parents);
    await sink(withVariations(items, variations));
  }
  async function lane(): Promise<void> {
    while (last < pages) await nextPage();
  }
  await nextPage(); // it tells how many there are
  await Promise.all([lane(), lane()]);
}

/** The way of a plain script: page after page, and for each variable product its variations. */
export async function readWooCommerceOneByOne(store: WooStore, sink: PageSink): Promise<void> {
  const get = getter(store);
  const listing = { status: 'any', orderby: 'id', order: 'asc', per_page: String(PAGE), _fields: WHOLE_ROWS.product };
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const { items, totalPages } = await get<WooProduct>('products', { ...listing, page: String(page) });
    pages = totalPages;
    const variations: WooVariation[] = [];
    for (const { id, variations: ids } of items) {
      if (ids.length === 0) continue;
      const params = { per_page: String(PAGE), _fields: WHOLE_ROWS.variation };
      variations.push(...(await get<WooVariation>(`products/${id}/variations`, params)).items);
    }
    await sink(withVariations(items, variations));
  }
}

function withVariations(items: readonly WooProduct[], variations: readonly WooVariation[]) {
  const byId = new Map(variations.map((variation) => [variation.id, variation]));
  return items.map((item) => mapWooCommerce(item, byId));
}

type Get = ReturnType<typeof getter>;

async function allVariations(get: Get, parents: readonly number[]): Promise<WooVariation[]> {
  const found: WooVariation[] = [];
  const listing = { parent: parents.join(','), orderby: 'id', order: 'asc', _fields: WHOLE_ROWS.variation };
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const params = { ...listing, per_page: String(PAGE), page: String(page) };
    const { items, totalPages } = await get<WooVariation>('variations', params);
    found.push(...items);
    pages = totalPages;
  }
  return found;
}

function getter({ storeUrl, consumerKey, consumerSecret }: WooStore) {
  const dispatcher = new Agent();
  const authorization = `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`;
  return async <Item>(path: string, params: Record<string, string>): Promise<{ items: Item[]; totalPages: number }> => {
    const url = `${storeUrl}/wp-json/wc/v3/${path}?${new URLSearchParams(params)}`;
    const { headers, body } = await request(url, { dispatcher, headers: { authorization } });
    return { items: (await body.json()) as Item[], totalPages: Number(headers['x-wp-totalpages']) };
  };
}
