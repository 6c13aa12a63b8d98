import type { CanonicalProduct, ProductCategory } from '../../model/product';

/** Each category or collection of a page once, the last name that was seen. */
export function categoriesOf(products: readonly CanonicalProduct[]): ProductCategory[] {
  return [
    ...new Map(products.flatMap((product) => product.categories.map((each) => [each.external_id, each]))).values(),
  ];
}
