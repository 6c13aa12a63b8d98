export const cancelBulkOperation = () => `
  mutation CancelBulkOperation($id: ID!) {
    bulkOperationCancel(id: $id) { userErrors { message } }
  }`;
