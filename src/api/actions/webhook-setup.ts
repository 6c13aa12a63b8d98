import { platforms } from '../../platforms/platforms';
import type { WebhooksByHand } from '../../platforms/webhooks';
import type { Store } from '../../stores/store';
import { deliveryUrlOf } from '../../stores/webhooks/delivery-url';
import { type Problem, problem, storeDisconnected } from '../http/problem';

export interface WebhookSetup {
  kind: 'setup';
  deliveryUrl: string;
  byHand: WebhooksByHand;
}

/** What somebody needs who enters a store's webhooks by hand; a problem where that leads to nothing. */
export function webhookSetupOf(store: Store, publicUrl: string | null): WebhookSetup | Problem {
  const { displayName, webhooks: format } = platforms[store.platform];
  if (store.status === 'disconnected') return storeDisconnected(store.id);
  if (store.webhooks === 'off') {
    return problem('conflict', 'Nobody wants webhooks of this store: set settings.webhooks to "auto" first.');
  }
  if (publicUrl === null) {
    return problem('conflict', 'Stores cannot reach this service: its operator has to set PUBLIC_URL first.');
  }
  const byHand = format?.byHand;
  if (byHand === undefined) {
    const advice = format?.whyNoSecret ?? 'they are registered where that is possible';
    return problem('conflict', `Webhooks of ${displayName} cannot be entered by hand: ${advice}.`);
  }
  return { kind: 'setup', deliveryUrl: deliveryUrlOf(publicUrl, store), byHand };
}

export const setupBody = ({ deliveryUrl, byHand }: WebhookSetup) => ({
  delivery_url: deliveryUrl,
  topics: byHand.topics,
  steps: byHand.steps,
});
