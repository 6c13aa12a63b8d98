/** All bulk queries of this app in this shop that Shopify still knows, with the text of each. */
export const bulkOperations = () => `
  query BulkOperations($after: String) {
    bulkOperations(first: 100, after: $after, query: "operation_type:query") {
      nodes { id query }
      pageInfo { hasNextPage endCursor }
    }
  }`;
