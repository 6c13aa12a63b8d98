export const bulkOperation = () => `
  query BulkOperation($id: ID!) {
    bulkOperation(id: $id) { status errorCode objectCount rootObjectCount fileSize url }
  }`;
