import type { FieldSet } from './field-set';
import { variantFields } from './product-fields';

/** All that a product may have. Only a single product at the root may be asked for more than 250 at once. */
export const VARIANTS_AT_ONCE = 2048;

export const productVariants = (fields: FieldSet) => `
  query ProductVariants($id: ID!, $first: Int!, $after: String) {
    product(id: $id) {
      variantsCount { count precision }
      variants(first: $first, after: $after, sortKey: ID) {
        nodes { ${variantFields(fields)} }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;
