import { COLLECTION_FIELDS } from './product-fields';

export const productCollections = () => `
  query ProductCollections($id: ID!, $first: Int!, $after: String) {
    product(id: $id) {
      collections(first: $first, after: $after) { nodes { ${COLLECTION_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
  }`;
