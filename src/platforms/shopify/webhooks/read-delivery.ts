import type { IncomingHttpHeaders } from 'node:http';
import { deduplicationKey, idIn, momentIn, objectIn, topicIn } from '../../deliveries/fields';
import type { ReadDelivery, ReadHint, WebhookDelivery } from '../../webhooks';

type Body = Readonly<Record<string, unknown>>;
type Told =
  | (Pick<ReadHint, 'news' | 'subject' | 'datedAt'> & { kind: 'hint'; id: string })
  | { kind: 'bulk_finished'; externalId: string }
  | { kind: 'uninstalled' | 'access_changed' };

/** What each topic's body tells; null: nothing that we understand. */
const READERS = {
  'products/create': toldOfProduct,
  'products/update': toldOfProduct,
  'products/delete': toldOfDeleted,
  'inventory_levels/update': toldOfStock,
  // Whatever the body is: it names the shop at most, and a sample of Shopify's own does not.
  'app/uninstalled': () => ({ kind: 'uninstalled' }),
  'app/scopes_update': () => ({ kind: 'access_changed' }),
  'bulk_operations/finish': toldOfBulk,
} as const satisfies Record<string, (body: Body) => Told | null>;

export const TOPICS = Object.keys(READERS);

/** The topic only chooses what is looked for in the body, as it is not signed. */
export function readDelivery({ headers, body }: WebhookDelivery): ReadDelivery {
  const topic = topicIn(headers['x-shopify-topic']);
  if (!isKnown(topic)) return { kind: 'nothing', topic, reason: 'Nothing is read again for this topic' };
  const said = objectIn(body);
  if (said === null) return { kind: 'nothing', topic, reason: 'The body is no JSON object' };

  const told: Told | null = READERS[topic](said);
  if (told === null) return { kind: 'nothing', topic, reason: 'The body names nothing that could be read again' };
  if (told.kind !== 'hint') return { ...told, topic };
  const { id, ...rest } = told;
  return { ...rest, topic, externalIds: [id], deduplicationKey: keyOf(headers, topic, id, body) };
}

function isKnown(topic: string): topic is keyof typeof READERS {
  return Object.hasOwn(READERS, topic);
}

/**
 * A retry has the same webhook id, and the payload of the first try. Topic and id of the product are part of the key, since
 * no header is signed: what was sent under the id of another delivery must not take that one's place.
 */
function keyOf(headers: IncomingHttpHeaders, topic: string, id: string, body: Buffer): string {
  const webhookId = headers['x-shopify-webhook-id'];
  return typeof webhookId === 'string' ? deduplicationKey(webhookId, topic, id) : deduplicationKey(topic, body);
}

/** Trimmed bodies (`includeFields`) have the same names. Variants are not looked at: of many there are the first 100. */
function toldOfProduct({ id, updated_at }: Body): Told | null {
  return toldOf(id, 'changed', 'product', momentIn(updated_at));
}

function toldOfDeleted({ id }: Body): Told | null {
  return toldOf(id, 'gone', 'product');
}

/** Of a stock level; its date is not the product's, which stays when stock is counted anew. */
function toldOfStock({ inventory_item_id }: Body): Told | null {
  return toldOf(inventory_item_id, 'changed', 'inventory_item');
}

function toldOf(
  value: unknown,
  news: ReadHint['news'],
  subject: ReadHint['subject'],
  datedAt: string | null = null,
): Told | null {
  const id = idIn(value);
  return id === null ? null : { kind: 'hint', news, subject, id, datedAt };
}

function toldOfBulk({ admin_graphql_api_id: externalId }: Body): Told | null {
  if (typeof externalId !== 'string' || !/^gid:\/\/shopify\/BulkOperation\/\d{1,20}$/.test(externalId)) return null;
  return { kind: 'bulk_finished', externalId };
}
