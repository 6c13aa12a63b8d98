import { z } from 'zod';
import { type Answer, restError } from '../answers/answer';
import { readJson } from '../answers/json';
import type { WebhookFields } from '../webhooks/shop-webhooks';
import { isDeliveryUrl, isStatus, isTopic } from '../webhooks/webhook';

const Sent = z.looseObject({
  name: z.string().exactOptional(),
  status: z.string().exactOptional(),
  topic: z.string().exactOptional(),
  delivery_url: z.string().exactOptional(),
  secret: z.string().exactOptional(),
});

/** What a body says of a webhook, or why WooCommerce refuses it. A new webhook's `status` is not read. */
export function readWebhookFields(
  body: string,
  required: readonly ('topic' | 'delivery_url')[],
): { fields: WebhookFields } | { refusal: Answer } {
  const sent = parse(body);
  if (sent === null) return { refusal: invalidJson() };
  const missing = required.filter((name) => sent[name] === undefined);
  if (missing.length > 0) {
    const message = `Missing parameter(s): ${missing.join(', ')}`;
    return { refusal: restError(400, 'rest_missing_callback_param', message, { params: missing }) };
  }
  const { name, topic, secret, status, delivery_url: deliveryUrl } = sent;
  if (topic !== undefined && !isTopic(topic)) {
    return { refusal: invalid('topic', 'Webhook topic is required and must be valid.') };
  }
  if (deliveryUrl !== undefined && !isDeliveryUrl(deliveryUrl)) {
    return {
      refusal: invalid('delivery_url', 'Webhook delivery URL must be a valid URL starting with http:// or https://.'),
    };
  }
  const fields = {
    ...(name !== undefined && { name }),
    ...(topic !== undefined && { topic }),
    ...(secret !== undefined && { secret }),
    ...(deliveryUrl !== undefined && { deliveryUrl }),
    ...(isStatus(status) && { status }),
  };
  return { fields };
}

function parse(body: string): z.infer<typeof Sent> | null {
  try {
    return Sent.parse(readJson(body));
  } catch {
    return null;
  }
}

function invalid(field: string, message: string): Answer {
  return restError(400, `woocommerce_rest_shop_webhook_invalid_${field}`, message);
}

function invalidJson(): Answer {
  return restError(400, 'rest_invalid_json', 'Invalid JSON body passed.', {
    json_error_code: 4,
    json_error_message: 'Syntax error',
  });
}
