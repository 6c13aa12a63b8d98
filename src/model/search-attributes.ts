import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** What an operator can filter by in the Temporal Web UI. Values are ids and states, never anything secret. */
export const SEARCH_ATTRIBUTES = {
  tenantId: defineSearchAttributeKey('TenantId', SearchAttributeType.KEYWORD),
  storeId: defineSearchAttributeKey('StoreId', SearchAttributeType.KEYWORD),
  platform: defineSearchAttributeKey('Platform', SearchAttributeType.KEYWORD),
  syncMode: defineSearchAttributeKey('SyncMode', SearchAttributeType.KEYWORD),
  runStatus: defineSearchAttributeKey('RunStatus', SearchAttributeType.KEYWORD),
} as const;

export type SearchAttributeName = keyof typeof SEARCH_ATTRIBUTES;
