import { jsonAnswer, restError } from '../answers/answer';
import type { RawFields, RawItem, RawVariation } from '../catalogue/raw';
import { dateFilter, sortItems } from '../listing/list-items';
import { integers, oneOf } from '../listing/parameters';
import { parseSelection } from '../listing/select-fields';
import { answerPage, COLLECTION_PARAMETERS, PRODUCT_STATUSES } from './collection';
import { type Asked, CANNOT_LIST, CANNOT_VIEW, COLLECTION, type Route, SINGLE } from './route';

const PARAMETERS = {
  ...COLLECTION_PARAMETERS,
  parent: integers(),
  orderby: oneOf(['date', 'id', 'include', 'title', 'slug', 'modified', 'menu_order']),
  status: oneOf(PRODUCT_STATUSES),
};

export const variationRoutes: readonly Route[] = [
  {
    path: /^\/wc\/v3\/products\/(\d+)\/variations\/?$/,
    method: 'GET',
    allow: COLLECTION,
    denied: CANNOT_LIST,
    parameters: PARAMETERS,
    // A parent that does not exist answers 200 and an empty list, like a simple product.
    handle: (asked) => answerVariations(asked, [asked.path[0] ?? ''], `/products/${asked.path[0]}/variations`),
  },
  {
    path: /^\/wc\/v3\/products\/(\d+)\/variations\/(\d+)\/?$/,
    method: 'GET',
    allow: SINGLE,
    denied: CANNOT_VIEW,
    handle(asked) {
      const [parentId = '', id = ''] = asked.path;
      const variation = asked.shop.catalogue.variations.get(parentId)?.get(id);
      if (variation === undefined) {
        return restError(404, 'woocommerce_rest_product_variation_invalid_id', 'Invalid ID.');
      }
      const links = variationLinks(asked, `/products/${parentId}/variations`, variation);
      return jsonAnswer(
        200,
        asked.shop.writeItem(variation, links, 'single', parseSelection(asked.query.list('_fields'))),
      );
    },
  },
  {
    path: /^\/wc\/v3\/variations\/?$/,
    method: 'GET',
    since: '10.5.0',
    allow: 'GET',
    denied: CANNOT_LIST,
    parameters: PARAMETERS,
    handle(asked) {
      const parents = asked.query.list('parent') ?? [...asked.shop.catalogue.variations.keys()];
      return answerVariations(asked, parents, '/variations');
    },
  },
];

function answerVariations(asked: Asked, parents: readonly string[], route: string) {
  return answerPage(asked, {
    route,
    drop: asked.dropVariations,
    build: () => sortItems(findVariations(asked, parents), asked.query),
    links: (item) => variationLinks(asked, route, item),
  });
}

function findVariations({ query, shop }: Asked, parents: readonly string[]): RawVariation[] {
  const inDates = dateFilter(query, shop.site);
  const include = new Set(query.list('include'));
  const exclude = new Set(query.list('exclude'));
  const [status, sku] = [query.get('status') ?? 'any', query.get('sku')];
  return parents
    .flatMap((parent) => [...(shop.catalogue.variations.get(parent)?.values() ?? [])])
    .filter(
      (variation) =>
        inDates(variation) &&
        (include.size === 0 || include.has(String(variation.id))) &&
        !exclude.has(String(variation.id)) &&
        (status === 'any' || variation.status === status) &&
        (sku === undefined || variation.sku === sku),
    );
}

/** In /variations the parent's link says product 0, as the real one does. */
function variationLinks({ shop }: Asked, route: string, item: RawItem): RawFields {
  const base = `${shop.homeUrl}/wp-json/wc/v3`;
  const self = { href: `${base}${route}/${item.id}` };
  if (route === '/variations') {
    return { self: [self], collection: [{ href: base + route }], up: [{ href: `${base}/products/0` }] };
  }
  return {
    self: [{ ...self, targetHints: { allow: SINGLE.split(', ') } }],
    collection: [{ href: base + route }],
    up: [{ href: `${base}/products/${item.parent_id}` }],
  };
}
