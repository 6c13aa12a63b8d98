import { z } from 'zod';
import { jsonAnswer, restError } from '../answers/answer';
import { readJson, writeJson } from '../answers/json';
import { gmtStamp } from '../catalogue/dates';
import type { RawFields } from '../catalogue/raw';
import type { ShopState } from '../shop-state';
import { CANNOT_CREATE, CANNOT_DELETE, CANNOT_LIST, CANNOT_VIEW, COLLECTION, type Route, SINGLE } from './route';

/** Webhooks can be made, read and deleted; nothing is ever delivered, as on a quiet site without cron. */
export const webhookRoutes: readonly Route[] = [
  {
    path: /^\/wc\/v3\/webhooks\/?$/,
    method: 'GET',
    allow: COLLECTION,
    denied: CANNOT_LIST,
    handle({ shop }) {
      const all = [...shop.webhooks.values()];
      const pages = all.length === 0 ? '0' : '1';
      return jsonAnswer(200, writeJson(all), { 'X-WP-Total': String(all.length), 'X-WP-TotalPages': pages });
    },
  },
  {
    path: /^\/wc\/v3\/webhooks\/?$/,
    method: 'POST',
    allow: COLLECTION,
    denied: CANNOT_CREATE,
    handle({ shop, body }) {
      const sent = parseBody(body);
      if (sent === null) return invalidJson();
      const webhook = newWebhook(shop, sent);
      shop.webhooks.set(Number(webhook.id), webhook);
      return jsonAnswer(201, writeJson(webhook), { Location: `${shop.homeUrl}/wp-json/wc/v3/webhooks/${webhook.id}` });
    },
  },
  {
    path: /^\/wc\/v3\/webhooks\/(\d+)\/?$/,
    method: 'GET',
    allow: SINGLE,
    denied: CANNOT_VIEW,
    handle({ shop, path }) {
      const webhook = shop.webhooks.get(Number(path[0]));
      return webhook === undefined ? invalidId() : jsonAnswer(200, writeJson(webhook));
    },
  },
  {
    path: /^\/wc\/v3\/webhooks\/(\d+)\/?$/,
    method: 'DELETE',
    allow: SINGLE,
    denied: CANNOT_DELETE,
    handle({ shop, path, query }) {
      const webhook = shop.webhooks.get(Number(path[0]));
      if (webhook === undefined) return invalidId();
      if (query.get('force') !== 'true') {
        const message = 'Webhooks do not support trashing.';
        return restError(501, 'woocommerce_rest_trash_not_supported', message);
      }
      shop.webhooks.delete(Number(path[0]));
      return jsonAnswer(200, writeJson(webhook));
    },
  },
];

function newWebhook(shop: ShopState, sent: RawFields): RawFields {
  const id = Math.max(0, ...shop.webhooks.keys()) + 1;
  const topic = String(sent.topic ?? '');
  const [resource = '', event = ''] = topic.split('.');
  const collection = `${shop.homeUrl}/wp-json/wc/v3/webhooks`;
  const created = gmtStamp(shop.clock.now());
  return {
    id,
    name: String(sent.name ?? 'Webhook'),
    status: String(sent.status ?? 'active'),
    topic,
    resource,
    event,
    hooks: [],
    delivery_url: String(sent.delivery_url ?? ''),
    date_created: shop.site.local(created),
    date_created_gmt: created,
    date_modified: null,
    date_modified_gmt: null,
    _links: {
      self: [{ href: `${collection}/${id}`, targetHints: { allow: SINGLE.split(', ') } }],
      collection: [{ href: collection }],
    },
  };
}

const Body = z.record(z.string(), z.json());

function parseBody(body: string): RawFields | null {
  try {
    return Body.parse(readJson(body));
  } catch {
    return null;
  }
}

function invalidJson() {
  return restError(400, 'rest_invalid_json', 'Invalid JSON body passed.', {
    json_error_code: 4,
    json_error_message: 'Syntax error',
  });
}

function invalidId() {
  return restError(404, 'woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.');
}
