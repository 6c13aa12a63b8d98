import { COLLECTION_FIELDS, type FieldSet, MEDIA_FIELDS, OWN_FIELDS, variantFields } from './product-fields';

export const bulkOperation = () => `
  query BulkOperation($id: ID!) {
    bulkOperation(id: $id) { status errorCode objectCount rootObjectCount fileSize url }
  }`;

/** All bulk queries of this app in this shop that Shopify still knows, with the text of each. */
export const bulkOperations = () => `
  query BulkOperations($after: String) {
    bulkOperations(first: 100, after: $after, query: "operation_type:query") {
      nodes { id query }
      pageInfo { hasNextPage endCursor }
    }
  }`;

/** Ungrouped, as is the default since 2026-01: grouped files are written slower and time out more often. */
export const runBulkOperation = () => `
  mutation RunBulkOperation($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: false) {
      bulkOperation { id }
      userErrors { message code }
    }
  }`;

export const cancelBulkOperation = () => `
  mutation CancelBulkOperation($id: ID!) {
    bulkOperationCancel(id: $id) { userErrors { message } }
  }`;

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
