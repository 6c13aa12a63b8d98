export const STORE_STATUSES = ['active', 'needs_attention', 'paused', 'disconnected'] as const;

export type StoreStatus = (typeof STORE_STATUSES)[number];
