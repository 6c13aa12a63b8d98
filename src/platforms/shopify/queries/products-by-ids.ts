import type { FieldSet } from './field-set';
import { productFields } from './product-fields';

/** Whole products by id; null for an id that the shop does not have. */
export const productsByIds = (fields: FieldSet) => `
  query ProductsByIds($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Product { ${productFields(fields)} } }
  }`;
