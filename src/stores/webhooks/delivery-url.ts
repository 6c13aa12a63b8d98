import type { Store } from '../store';

/** Where a store's deliveries go: by it ours are known among its webhooks. `publicUrl` ends without a slash. */
export function deliveryUrlOf(publicUrl: string, { platform, id }: Pick<Store, 'platform' | 'id'>): string {
  return `${publicUrl}/webhooks/${platform}/${id}`;
}
