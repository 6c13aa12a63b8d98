import type { CatalogProduct } from '../../catalog/reading/product-rows';
import type { ProductFacts } from '../../explain/facts/product-facts';
import type { SetAside } from '../../explain/facts/set-aside';
import type { StoreFacts } from '../../explain/facts/store-facts';
import type { LiveDifference } from '../../explain/live/differences';
import { cut } from '../../explain/words/say';

/** Enough to know it by. */
export function shortProduct(product: CatalogProduct) {
  const { id, store_id, external_source, external_id, title, sku, price, currency } = product;
  const { is_active, status, url, changed_at } = product;
  return {
    id,
    store_id,
    external_source,
    external_id,
    title,
    sku,
    price,
    currency,
    is_active,
    status,
    url,
    changed_at,
  };
}

/** The facts as the API shows them to whoever may see products: of the store only what these depend on. */
export function factsBody({ product, last_changes, set_aside, missed, store, ...facts }: ProductFacts) {
  return {
    ...facts,
    deactivation: product.deactivation,
    doubts: product.doubts,
    last_changes: last_changes.map(({ before, after, ...entry }) => ({
      ...entry,
      before: short(before),
      after: short(after),
    })),
    set_aside: set_aside && setAsideBody(set_aside),
    missed: missed && { ...missed, detail: missed.detail && cut(missed.detail, MOST_CHARACTERS) },
    store: storeBody(store),
  };
}

export const setAsideBody = ({ title, path, message, ...aside }: SetAside) => ({
  ...aside,
  title: title && cut(title, MOST_CHARACTERS),
  path: cut(path, MOST_CHARACTERS),
  message: cut(message, MOST_CHARACTERS),
});

export function storeBody({ store: { id, status }, last_full: run, ...facts }: StoreFacts) {
  return {
    id,
    status,
    ...facts,
    last_full: run && { ...run, problems: (run.problems ?? []).map(({ type }) => type) },
  };
}

const MOST_CHARACTERS = 300;

export const differenceBody = ({ field, here, store }: LiveDifference) => ({
  field: cut(field, MOST_CHARACTERS),
  here: short(here),
  store: short(store),
});

/** The history has them whole. */
function short(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, MOST_CHARACTERS);
  return typeof value === 'object' ? null : value;
}
