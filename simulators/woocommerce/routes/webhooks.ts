import { jsonAnswer, restError } from '../answers/answer';
import { writeJson } from '../answers/json';
import type { RawFields } from '../catalogue/raw';
import { numberOf } from '../listing/list-items';
import { integer, oneOf } from '../listing/parameters';
import type { ShopState } from '../shop-state';
import { hooksOf, partsOf, type Webhook } from '../webhooks/webhook';
import {
  type Asked,
  CANNOT_CREATE,
  CANNOT_DELETE,
  CANNOT_EDIT,
  CANNOT_LIST,
  CANNOT_VIEW,
  COLLECTION,
  type Route,
  SINGLE,
} from './route';
import { readWebhookFields } from './webhook-fields';

const ALL = /^\/wc\/v3\/webhooks\/?$/;
const ONE = /^\/wc\/v3\/webhooks\/(\d+)\/?$/;

export const webhookRoutes: readonly Route[] = [
  {
    path: ALL,
    method: 'GET',
    allow: COLLECTION,
    denied: CANNOT_LIST,
    parameters: {
      page: integer({ min: 1 }),
      per_page: integer({ min: 1, max: 100 }),
      status: oneOf(['all', 'active', 'paused', 'disabled']),
    },
    handle: answerList,
  },
  {
    path: ALL,
    method: 'POST',
    allow: COLLECTION,
    denied: CANNOT_CREATE,
    async handle({ shop, body }) {
      const read = readWebhookFields(body, ['topic', 'delivery_url']);
      if ('refusal' in read) return read.refusal;
      const { topic = '', deliveryUrl = '', ...fields } = read.fields;
      // The ping goes out before this is answered; what comes of it changes nothing.
      const webhook = await shop.webhooks.add({ ...fields, topic, deliveryUrl });
      const Location = `${shop.homeUrl}/wp-json/wc/v3/webhooks/${webhook.id}`;
      const answer = jsonAnswer(201, shown(shop, webhook), { Location });
      webhook.modified = webhook.created;
      return answer;
    },
  },
  {
    path: ONE,
    method: 'GET',
    allow: SINGLE,
    denied: CANNOT_VIEW,
    handle: (asked) => withWebhook(asked, (webhook) => jsonAnswer(200, shown(asked.shop, webhook))),
  },
  {
    path: ONE,
    method: 'PUT',
    allow: SINGLE,
    denied: CANNOT_EDIT,
    handle: (asked) =>
      withWebhook(asked, async (webhook) => {
        const read = readWebhookFields(asked.body, []);
        if ('refusal' in read) return read.refusal;
        await asked.shop.webhooks.change(webhook, read.fields);
        return jsonAnswer(200, shown(asked.shop, webhook));
      }),
  },
  {
    path: ONE,
    method: 'DELETE',
    allow: SINGLE,
    denied: CANNOT_DELETE,
    handle: (asked) =>
      withWebhook(asked, (webhook) => {
        if (asked.query.get('force') !== 'true') {
          const message = 'Webhooks do not support trashing.';
          return restError(501, 'woocommerce_rest_trash_not_supported', message);
        }
        asked.shop.webhooks.remove(webhook.id);
        return jsonAnswer(200, shown(asked.shop, webhook));
      }),
  },
];

/** The newest come first. */
function answerList({ shop, query }: Asked) {
  const status = query.get('status') ?? 'all';
  const found = [...shop.webhooks.registered.values()]
    .filter((webhook) => status === 'all' || webhook.status === status)
    .toReversed();
  const perPage = numberOf(query, 'per_page', 10);
  const from = (numberOf(query, 'page', 1) - 1) * perPage;
  const texts = found.slice(from, from + perPage).map((webhook) => shown(shop, webhook));
  return jsonAnswer(200, `[${texts.join(',')}]`, {
    'X-WP-Total': String(found.length),
    'X-WP-TotalPages': String(Math.ceil(found.length / perPage)),
  });
}

function withWebhook({ shop, path }: Asked, handle: (webhook: Webhook) => ReturnType<Route['handle']>) {
  const webhook = shop.webhooks.registered.get(Number(path[0]));
  if (webhook === undefined) return restError(404, 'woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.');
  return handle(webhook);
}

/** Neither the secret nor how often it failed is ever told. */
function shown({ homeUrl, site }: ShopState, webhook: Webhook): string {
  const { id, name, status, topic, created, modified } = webhook;
  const collection = `${homeUrl}/wp-json/wc/v3/webhooks`;
  const fields: RawFields = {
    id,
    name,
    status,
    topic,
    ...partsOf(topic),
    hooks: hooksOf(topic),
    delivery_url: webhook.deliveryUrl,
    date_created: site.local(created),
    date_created_gmt: created,
    date_modified: modified && site.local(modified),
    date_modified_gmt: modified,
    _links: {
      self: [{ href: `${collection}/${id}`, targetHints: { allow: SINGLE.split(', ') } }],
      collection: [{ href: collection }],
    },
  };
  return writeJson(fields);
}
