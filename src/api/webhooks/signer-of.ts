import type { WebhookDelivery, WebhookFormat } from '../../platforms/webhooks';
import type { ReceivingStore } from '../../stores/webhooks/receiving-store';

export interface Signer {
  store: ReceivingStore;
  by: 'current' | 'former';
}

/** Which of the store's secrets signed it; null where none did, or it names another store. */
export function signerOf(
  format: WebhookFormat<never, never>,
  delivery: WebhookDelivery,
  store: ReceivingStore,
): Signer | null {
  const { current, former } = store.secrets;
  if (format.isFor?.(delivery, store.address) === false) return null;
  if (current !== null && format.isSigned(delivery, current)) return { store, by: 'current' };
  if (former !== null && format.isSigned(delivery, former)) return { store, by: 'former' };
  return null;
}
