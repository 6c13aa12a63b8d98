import type { FieldSet } from './field-set';
import { productFields } from './product-fields';

/** By id, the one order that no edit changes. A cursor for each product, so that a page may be used up to any of them. */
export const productsPage = (fields: FieldSet) => `
  query ProductsPage($first: Int!, $after: String) {
    products(first: $first, after: $after, sortKey: ID) {
      edges { cursor node { ${productFields(fields)} } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
