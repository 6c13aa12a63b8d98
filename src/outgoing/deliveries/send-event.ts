import { Webhook } from 'standardwebhooks';
import { postToReceiver, type ReceiverOutcome } from '../../platforms/http/post-to-receiver';
import type { StoreSurroundings } from '../../platforms/store-platform';
import type { ClaimedDelivery, OpenEndpoint } from './claim-deliveries';

interface Sending {
  /** All that sign it. */
  secrets: readonly string[];
  surroundings: StoreSurroundings;
  signal: AbortSignal;
}

/** Sends one event as the Standard Webhooks specification says. What is signed is the string that is sent. */
export async function sendEvent(
  endpoint: OpenEndpoint,
  { eventId, type, at, data }: ClaimedDelivery,
  { secrets, surroundings, signal }: Sending,
): Promise<ReceiverOutcome> {
  const body = JSON.stringify({ id: eventId, type, at: at.toISOString(), tenant_id: endpoint.tenantId, data });
  const now = new Date();
  const headers = {
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(eventId, now, body)).join(' '),
  };
  return postToReceiver({ url: new URL(endpoint.url), body, headers, name: 'the endpoint', signal }, surroundings);
}
