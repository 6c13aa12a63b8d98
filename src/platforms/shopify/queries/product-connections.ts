import { COLLECTION_FIELDS, type FieldSet, MEDIA_FIELDS, variantFields } from './product-fields';

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

export const productMedia = () => `
  query ProductMedia($id: ID!, $first: Int!, $after: String) {
    product(id: $id) {
      media(first: $first, after: $after) { nodes { ${MEDIA_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
  }`;

export const productCollections = () => `
  query ProductCollections($id: ID!, $first: Int!, $after: String) {
    product(id: $id) {
      collections(first: $first, after: $after) { nodes { ${COLLECTION_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
  }`;
