import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { BODY_LIMITS } from '../../http/send-to-store';
import type { StoreProblem } from '../../problem';
import type { RegisteredWebhook, WebhookRefusal, WebhookRegistrar } from '../../webhooks';
import type { WooAnswer, WritingClient } from '../requests/client';
import { asProblem, type WooError } from '../requests/woo-error';

const WEBHOOKS = 'wc/v3/webhooks';

/** Nobody has more of them than fill a page; a list that goes on for ever is no list. Newest first, as ours are looked for. */
const LISTED = { a_page: 100, pages: 20 } as const;

/** As the shop's admin shows it: 250 characters at most. */
const nameOf = (topic: string) => `catalog-sync ${topic}`;

const Id = z.union([z.int().positive(), z.instanceof(LosslessNumber)]).transform(String);
const Made = z.object({ id: Id });
const Listed = z.array(Made.extend({ status: z.string(), topic: z.string().max(200), delivery_url: z.string() }));

/**
 * Webhooks by WooCommerce's REST API. A key with the right to read lists them; to make or delete one it has to be a
 * Read/Write key, and the refusal of another is a **401**, as for a key that was revoked.
 */
export function wooRegistrar(client: WritingClient): WebhookRegistrar {
  return {
    async list(signal) {
      const webhooks = new Map<string, RegisteredWebhook>();
      for (let page = 1; page <= LISTED.pages; page++) {
        const params = { per_page: String(LISTED.a_page), page: String(page), orderby: 'id', order: 'desc' };
        const fields = { _fields: 'id,status,topic,delivery_url' };
        const answer = await client.get(WEBHOOKS, { ...params, ...fields }, signal, BODY_LIMITS.facts);
        if (answer.kind === 'woo_error' && answer.status === 403) return refusedToSee(answer);
        if (answer.kind !== 'json') return asProblem(answer);
        const rows = Listed.safeParse(answer.value).data;
        if (rows === undefined) return answer.unreadable('is no list of webhooks');
        const known = webhooks.size;
        for (const { id, topic, delivery_url, status } of rows) {
          webhooks.set(id, { externalId: id, topic, deliveryUrl: delivery_url, isActive: status === 'active' });
        }
        if (rows.length < LISTED.a_page || webhooks.size === known) break;
      }
      return { kind: 'listed', webhooks: [...webhooks.values()] };
    },

    async register({ topic, deliveryUrl, secret, signal }) {
      const body = { name: nameOf(topic), topic, delivery_url: deliveryUrl, secret };
      // WooCommerce pings the address before it answers, and answers 201 whatever came of that.
      const answer = await client.create(WEBHOOKS, body, { signal, secrets: [secret] });
      if (answer.kind !== 'json') return refusalOf(answer) ?? asProblem(answer);
      const made = Made.safeParse(answer.value).data;
      return made ? { kind: 'registered', externalId: made.id } : answer.unreadable('is no webhook');
    },

    async remove({ externalId, signal }) {
      const answer = await client.destroy(`${WEBHOOKS}/${externalId}`, signal);
      if (answer.kind === 'json' || isGone(answer)) return { kind: 'removed' };
      return refusalOf(answer) ?? asProblem(answer);
    },
  };
}

type Failed = Exclude<WooAnswer | WooError | StoreProblem, WooAnswer>;

const isGone = (answer: Failed) =>
  answer.kind === 'woo_error' && answer.code === 'woocommerce_rest_shop_webhook_invalid_id';

/** What WooCommerce says of a key that may not write, or whose user may not: it was just now good enough to read. */
const READ_ONLY = /^woocommerce_rest_(authentication_error|cannot_(create|delete))$/;

function refusalOf(answer: Failed): WebhookRefusal | null {
  if (answer.kind !== 'woo_error') return null;
  const { code, status, message } = answer;
  if ((status === 401 || status === 403) && READ_ONLY.test(code)) {
    const detail =
      'the key may only read: enter the webhooks by hand in the shop’s admin (webhook-setup shows how), or connect the store with a Read/Write key';
    return { kind: 'refused', why: 'read_only', detail };
  }
  if (code === 'woocommerce_rest_shop_webhook_invalid_topic') {
    return { kind: 'refused', why: 'topic', detail: `the shop does not know this topic ("${message}")` };
  }
  if (code === 'woocommerce_rest_shop_webhook_invalid_delivery_url') {
    return { kind: 'refused', why: 'address', detail: `the shop takes no such address ("${message}")` };
  }
  return null;
}

/** Products are another right than the shop's settings, which webhooks belong to. */
function refusedToSee({ message }: WooError): WebhookRefusal {
  const detail = `the key’s user may not manage the shop ("${message}"): enter the webhooks by hand in its admin (webhook-setup shows how), or connect the store with a shop manager’s Read/Write key`;
  return { kind: 'refused', why: 'read_only', detail };
}
