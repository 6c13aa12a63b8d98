import { MEDIA_FIELDS } from './product-fields';

export const productMedia = () => `
  query ProductMedia($id: ID!, $first: Int!, $after: String) {
    product(id: $id) {
      media(first: $first, after: $after) { nodes { ${MEDIA_FIELDS} } pageInfo { hasNextPage endCursor } }
    }
  }`;
