import { compareIds } from '../catalogue/global-id';
import { totalInventory } from '../catalogue/product-facts';
import type { ShopCollection, ShopProduct, ShopVariant } from '../catalogue/shop-product';
import { inOrder, type KeyOf } from './paging';

/** The sort keys of `products` and the value each sorts by; ties are broken by id. */
export const productKeys: Record<string, KeyOf<ShopProduct>> = {
  // The id alone decides: compareIds orders also what a number could not hold.
  ID: (product) => ({ value: '', id: product.id }),
  RELEVANCE: (product) => ({ value: '', id: product.id }),
  TITLE: (product) => ({ value: product.title, id: product.id }),
  VENDOR: (product) => ({ value: product.vendor, id: product.id }),
  PRODUCT_TYPE: (product) => ({ value: product.productType, id: product.id }),
  CREATED_AT: (product) => ({ value: product.createdAt, id: product.id }),
  UPDATED_AT: (product) => ({ value: product.updatedAt, id: product.id }),
  PUBLISHED_AT: (product) => ({ value: product.publishedAt ?? '', id: product.id }),
  INVENTORY_TOTAL: (product) => ({ value: totalInventory(product), id: product.id }),
};

/** Orders and look-ups over a shop's products, each made when first asked for and dropped at the next edit. */
export type ShopIndex = {
  sorted(sortKey: string): readonly ShopProduct[];
  collections(): readonly ShopCollection[];
  productsOf(collectionId: string): readonly ShopProduct[];
  variants(): readonly ShopVariant[];
  variant(id: string): ShopVariant | undefined;
  variantOfItem(inventoryItemId: string): ShopVariant | undefined;
  changed(): void;
};

export function indexProducts(products: ReadonlyMap<string, ShopProduct>): ShopIndex {
  const made = new Map<string, unknown>();

  function once<Value>(name: string, make: () => Value): Value {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as Value;
  }

  const allVariants = () => [...products.values()].flatMap((product) => product.variants);

  const index: ShopIndex = {
    sorted: (sortKey) =>
      once(`sorted ${sortKey}`, () => inOrder([...products.values()], productKeys[sortKey] ?? byId(sortKey))),
    collections: () =>
      once('collections', () => {
        const found = new Map<string, ShopCollection>();
        for (const product of products.values()) for (const each of product.collections) found.set(each.id, each);
        return [...found.values()].sort((a, b) => compareIds(a.id, b.id));
      }),
    productsOf: (collectionId) =>
      once(`collection ${collectionId}`, () =>
        index.sorted('ID').filter((product) => product.collections.some(({ id }) => id === collectionId)),
      ),
    variants: () => once('variants', () => allVariants().sort((a, b) => compareIds(a.id, b.id))),
    variant: (id) => once('by id', () => new Map(allVariants().map((variant) => [variant.id, variant]))).get(id),
    variantOfItem: (id) =>
      once('by item', () => new Map(allVariants().map((variant) => [variant.inventoryItem.id, variant]))).get(id),
    changed: () => made.clear(),
  };
  return index;
}

function byId(sortKey: string): KeyOf<ShopProduct> {
  throw new Error(`products cannot be sorted by ${sortKey}`);
}
