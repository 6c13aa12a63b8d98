import { isDeepStrictEqual } from 'node:util';
import type { WholeProduct } from '../../catalog/reading/list-products';
import type { CatalogVariant } from '../../catalog/reading/read-variants';
import type { CanonicalProduct, CanonicalVariant } from '../../model/product';

/** Where the catalogue is not what the store says now. */
export interface LiveDifference {
  /** `price`, `variants[301].stock`. */
  field: string;
  here: unknown;
  store: unknown;
}

/** Those that somebody sees in a shop; the rest a dry run compares (`POST /v1/stores/:id/verify`). */
const OF_PRODUCT = ['is_active', 'status', 'title', 'price', 'currency', 'sku', 'stock', 'available', 'url'] as const;
const OF_VARIANT = ['is_active', 'title', 'sku', 'price', 'compare_at_price', 'stock', 'available'] as const;

/** A product's only variant shows what the product does: told once. */
const OF_ONLY_VARIANT = ['compare_at_price'] as const;

const MOST = 20;

/** At most 20. */
export function differencesOf(here: WholeProduct, store: CanonicalProduct): LiveDifference[] {
  const known = new Map(here.variants.map((variant) => [variant.external_id, variant]));
  const shown = new Set(store.variants.map(({ external_id }) => external_id));
  const ofVariant = here.variants.length === 1 && store.variants.length === 1 ? OF_ONLY_VARIANT : OF_VARIANT;
  const isOnlyHere = ({ external_id, is_active }: CatalogVariant) => is_active && !shown.has(external_id);
  return [
    ...OF_PRODUCT.flatMap((field) => differenceOf(field, here[field], store[field])),
    ...store.variants.flatMap((variant) => {
      const ours = known.get(variant.external_id);
      const place = placeOf(variant);
      if (ours === undefined) return [{ field: place, here: null, store: variant.title }];
      return ofVariant.flatMap((field) => differenceOf(`${place}.${field}`, ours[field], variant[field]));
    }),
    ...here.variants.filter(isOnlyHere).map((ours) => ({ field: placeOf(ours), here: ours.title, store: null })),
  ].slice(0, MOST);
}

const placeOf = ({ external_id }: Pick<CanonicalVariant, 'external_id'>) => `variants[${external_id}]`;

function differenceOf(field: string, here: unknown, store: unknown): LiveDifference[] {
  return isDeepStrictEqual(here, store) ? [] : [{ field, here, store }];
}
