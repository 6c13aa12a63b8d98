import { jsonAnswer } from '../answers/answer';
import type { RawFields } from '../catalogue/raw';
import { parseSelection } from '../listing/select-fields';
import { type Asked, CANNOT_LIST, COLLECTION, type Route, SINGLE } from './route';

export const categoryRoutes: readonly Route[] = [
  {
    path: /^\/wc\/v3\/products\/categories\/?$/,
    method: 'GET',
    allow: COLLECTION,
    denied: CANNOT_LIST,
    handle(asked) {
      const { shop, query } = asked;
      const categories = [...countCategories(asked).values()];
      const selection = parseSelection(query.list('_fields'));
      const collection = `${shop.homeUrl}/wp-json/wc/v3/products/categories`;
      const texts = categories.map((category) => {
        const self = [{ href: `${collection}/${category.id}`, targetHints: { allow: SINGLE.split(', ') } }];
        return shop.writeItem(category, { self, collection: [{ href: collection }] }, 'categories', selection);
      });
      return jsonAnswer(200, `[${texts.join(',')}]`, { 'X-WP-Total': String(texts.length), 'X-WP-TotalPages': '1' });
    },
  },
];

/** All categories in use, on one page: they are read for show, never walked. */
function countCategories({ shop }: Asked): Map<string, RawFields> {
  const found = new Map<string, RawFields>();
  for (const { categories } of shop.catalogue.products.values()) {
    for (const category of categories) {
      const count = Number(found.get(String(category.id))?.count ?? 0) + 1;
      const more = { parent: 0, description: '', display: 'default', image: null, menu_order: 0, count };
      found.set(String(category.id), { ...category, ...more });
    }
  }
  return found;
}
