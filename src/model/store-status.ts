/** What the store itself is like, as it stands in `stores.status`. */
export type StoredStatus = 'active' | 'needs_attention' | 'disconnected';

/** As the API tells it: `paused` is somebody's will, kept apart (`stores.paused_at`), and outlives what the store is like. */
export const STORE_STATUSES = ['active', 'needs_attention', 'paused', 'disconnected'] as const;

export type StoreStatus = (typeof STORE_STATUSES)[number];

export function storeStatus({ status, pausedAt }: { status: StoredStatus; pausedAt: Date | null }): StoreStatus {
  return pausedAt !== null && status !== 'disconnected' ? 'paused' : status;
}
