/** What an operator can filter by in the Temporal Web UI. Values are ids and states, never anything secret. */
export const SEARCH_ATTRIBUTES = {
  tenantId: { name: 'TenantId', type: 'KEYWORD' },
  storeId: { name: 'StoreId', type: 'KEYWORD' },
  platform: { name: 'Platform', type: 'KEYWORD' },
  syncMode: { name: 'SyncMode', type: 'KEYWORD' },
  runStatus: { name: 'RunStatus', type: 'KEYWORD' },
} as const;

export type SearchAttributeName = keyof typeof SEARCH_ATTRIBUTES;
