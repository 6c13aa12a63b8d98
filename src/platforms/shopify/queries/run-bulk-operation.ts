/** Ungrouped, as is the default since 2026-01: grouped files are written slower and time out more often. */
export const runBulkOperation = () => `
  mutation RunBulkOperation($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: false) {
      bulkOperation { id }
      userErrors { message code }
    }
  }`;
