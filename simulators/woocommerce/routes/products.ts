import { type Answer, jsonAnswer, restError } from '../answers/answer';
import type { RawFields, RawItem, RawProduct } from '../catalogue/raw';
import { variationAsProduct } from '../catalogue/variation-as-product';
import { dateFilter, sortItems } from '../listing/list-items';
import { oneOf, someOf } from '../listing/parameters';
import { parseSelection } from '../listing/select-fields';
import type { ShopState } from '../shop-state';
import { answerPage, COLLECTION_PARAMETERS, PRODUCT_STATUSES } from './collection';
import { type Asked, CANNOT_LIST, CANNOT_VIEW, COLLECTION, type Route, SINGLE } from './route';

// The real list repeats itself; a client that reads the message sees it so.
const PRODUCT_ORDERS =
  'date,id,include,title,slug,modified,popularity,rating,post__in,price,sales,menu_order,random,popularity,rating,' +
  'menu_order,price,popularity,rating';

const PRODUCT_TYPES = ['simple', 'grouped', 'external', 'variable'];

export const productRoutes: readonly Route[] = [
  {
    path: /^\/wc\/v3\/products\/?$/,
    method: 'GET',
    allow: COLLECTION,
    denied: CANNOT_LIST,
    parameters: {
      ...COLLECTION_PARAMETERS,
      orderby: oneOf(PRODUCT_ORDERS.split(',')),
      status: oneOf(PRODUCT_STATUSES),
      include_status: someOf(PRODUCT_STATUSES),
      exclude_status: someOf(PRODUCT_STATUSES),
      type: oneOf(PRODUCT_TYPES),
    },
    handle: (asked) =>
      answerPage(asked, {
        route: '/products',
        build: () => findProducts(asked),
        links: (item) => productLinks(asked.shop, item),
      }),
  },
  {
    path: /^\/wc\/v3\/products\/(\d+)\/?$/,
    method: 'GET',
    allow: SINGLE,
    denied: CANNOT_VIEW,
    handle: ({ shop, path, query }) => singleProduct(shop, path[0] ?? '', query.list('_fields')),
  },
];

/** One product or variation by its id. */
export function singleProduct(shop: ShopState, id: string, fields?: readonly string[]): Answer {
  const product = shop.catalogue.products.get(id) ?? asVariation(shop, id);
  if (product === undefined) return restError(404, 'woocommerce_rest_product_invalid_id', 'Invalid ID.');
  return jsonAnswer(200, shop.writeItem(product, productLinks(shop, product), 'single', parseSelection(fields)));
}

function asVariation(shop: ShopState, id: string): RawProduct | undefined {
  const variation = shop.catalogue.findVariation(id);
  const parent = shop.catalogue.products.get(String(variation?.parent_id));
  return variation && parent && variationAsProduct(variation, parent);
}

function findProducts(asked: Asked): RawItem[] {
  const { query, shop } = asked;
  const { products } = shop.catalogue;
  const include = query.list('include') ?? [];
  const included = include.flatMap((id) => products.get(BigInt(id).toString()) ?? []);
  const candidates = query.get('sku') ? bySku(asked) : include.length > 0 ? included : [...products.values()];
  return sortItems(candidates.filter(productFilter(asked)), query);
}

/** The only list that shows variations: those with one of these SKUs of their own. */
function bySku({ query, shop }: Asked): RawProduct[] {
  const wanted = new Set(query.list('sku'));
  const { products, variations } = shop.catalogue;
  return [...products.values()].flatMap((product) => [
    ...(wanted.has(product.sku) ? [product] : []),
    ...[...(variations.get(String(product.id))?.values() ?? [])]
      .filter((variation) => wanted.has(variation.sku) && variation.sku !== product.sku)
      .map((variation) => variationAsProduct(variation, product)),
  ]);
}

function productFilter({ query, shop }: Asked): (product: RawProduct) => boolean {
  const inDates = dateFilter(query, shop.site);
  const hasStatus = statusFilter({ query, shop });
  const excluded = new Set(query.list('exclude'));
  const search = query.get('search')?.toLowerCase() ?? '';
  const [type, stock] = [query.get('type'), query.get('stock_status')];
  return (product) =>
    hasStatus(product.status) &&
    inDates(product) &&
    !excluded.has(String(product.id)) &&
    (type === undefined || product.type === type) &&
    (stock === undefined || product.stock_status === stock) &&
    (search === '' || `${product.name}\n${product.description}`.toLowerCase().includes(search));
}

/** The lists came with 10.x; 9.9 ignores parameters it does not know. "any" means all but trash. */
function statusFilter({ query, shop }: Pick<Asked, 'query' | 'shop'>): (status: string) => boolean {
  const isNew = shop.version === '10.5.0';
  const included = isNew ? query.list('include_status') : undefined;
  const excluded = new Set(isNew ? query.list('exclude_status') : undefined);
  const wanted = new Set(included ?? [query.get('status') ?? 'any']);
  return (status) => (wanted.has(status) || (wanted.has('any') && status !== 'trash')) && !excluded.has(status);
}

function productLinks(shop: ShopState, item: RawItem): RawFields {
  const collection = `${shop.homeUrl}/wp-json/wc/v3/products`;
  return {
    self: [{ href: `${collection}/${item.id}`, targetHints: { allow: SINGLE.split(', ') } }],
    collection: [{ href: collection }],
    ...(item.type === 'variation' && { up: [{ href: `${collection}/${item.parent_id}` }] }),
  };
}
