import type { BulkOperation } from '../bulk/bulk-operations';
import { globalId, numberOfGlobalId } from '../catalogue/global-id';
import { compileSearch, type SearchFields } from '../listing/search';
import { connection } from './query-context';
import type { Resolvers } from './resolver';

export const bulkOperationResolvers: Resolvers<BulkOperation> = {
  id: (operation) => globalId('BulkOperation', operation.id),
};

const bulkFields: SearchFields<BulkOperation> = {
  status: { kind: 'text', values: (operation) => [operation.status] },
  operation_type: { kind: 'text', values: () => ['query'] },
  created_at: { kind: 'date', values: (operation) => [operation.createdAt] },
};

export const bulkRootResolvers: Resolvers<unknown> = {
  bulkOperation: (_, { id }, { shop }) => shop.bulk.find(numberOf(id)) ?? null,
  currentBulkOperation: (_, __, { shop }) => shop.bulk.all().at(-1) ?? null,
  bulkOperations(_, args, context, info) {
    const matches = args.query ? compileSearch(args.query, bulkFields).matches : undefined;
    const keyOf = (operation: BulkOperation) => ({ value: operation.createdAt, id: operation.id });
    return connection({ items: context.shop.bulk.all(), keyOf, matches }, args, context, info);
  },
};

export const bulkMutationResolvers: Resolvers<unknown> = {
  bulkOperationRunQuery(_, { query, groupObjects }, { shop }) {
    const started = shop.bulk.start(query ?? '', groupObjects);
    if ('status' in started) return { bulkOperation: started, userErrors: [] };
    return { bulkOperation: null, userErrors: [started] };
  },
  bulkOperationCancel(_, { id }, { shop }) {
    const bulkOperation = shop.bulk.cancel(numberOf(id));
    if (bulkOperation) return { bulkOperation, userErrors: [] };
    return { bulkOperation: null, userErrors: [{ field: ['id'], message: 'Bulk operation does not exist' }] };
  },
};

const numberOf = (id: string) => numberOfGlobalId(id, 'BulkOperation');
