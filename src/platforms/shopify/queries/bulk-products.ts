import type { FieldSet } from './field-set';
import { COLLECTION_FIELDS, MEDIA_FIELDS, OWN_FIELDS, variantFields } from './product-fields';

/**
 * The whole listing as a bulk operation: at most five connections, no variables. The tag in front is a comment that
 * Shopify keeps with the operation. `__typename` tells a product's children apart; `mediaCount` and `featuredMedia`
 * prove that all media came, and in the shop's order.
 */
export const bulkProducts = (fields: FieldSet, tag: string) => `# ${tag}
  {
    products(sortKey: ID) {
      edges {
        node {
          __typename
          ${OWN_FIELDS}
          mediaCount { count }
          featuredMedia { id }
          variants { edges { node { __typename ${variantFields(fields)} } } }
          media { edges { node { __typename ${MEDIA_FIELDS} } } }
          collections { edges { node { __typename ${COLLECTION_FIELDS} } } }
        }
      }
    }
  }`;
