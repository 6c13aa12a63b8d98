import { deduplicationKey, idIn, isObject, momentIn, objectIn, topicIn } from '../../deliveries/fields';
import type { ReadDelivery, ReadHint, WebhookDelivery } from '../../webhooks';

type Body = Readonly<Record<string, unknown>>;
type Told = Pick<ReadHint, 'news' | 'subject' | 'datedAt'> & { id: string };

/** What each topic's body tells; null: nothing that we understand. */
const READERS = {
  'product.created': toldOfProduct,
  'product.updated': toldOfProduct,
  'product.deleted': toldOfDeleted,
  // Only what is restored in the admin tells so; what is restored by REST tells of an update.
  'product.restored': toldOfProduct,
  // Deleting for good tells nothing by `product.deleted`.
  'action.woocommerce_delete_product': (body) => toldOfAction(body, 'product', 'gone'),
  'action.woocommerce_delete_product_variation': (body) => toldOfAction(body, 'variant', 'changed'),
} as const satisfies Record<string, (body: Body) => Told | null>;

export const TOPICS = Object.keys(READERS);

/**
 * The delivery's id is no key to tell repeats by: it is the same for all products that are saved within a second. Body and
 * topic are, as the body is made when it is delivered.
 */
export function readDelivery({ headers, body }: WebhookDelivery): ReadDelivery {
  const topic = topicIn(headers['x-wc-webhook-topic']);
  if (!isKnown(topic)) return { kind: 'nothing', topic, reason: 'Nothing is read again for this topic' };
  const said = objectIn(body);
  if (said === null) return { kind: 'nothing', topic, reason: 'The body is no JSON object' };
  const status = statusOfError(said);
  // The body is made when the queue runs: the product was saved, and deleted before that. Its deletion is told for itself.
  if (status === 404)
    return { kind: 'nothing', topic, reason: 'The product was gone when the shop came to tell of it' };
  if (status !== null) return { kind: 'broken', topic, reason: whatIsBroken(status) };

  const told = READERS[topic](said);
  if (told === null) return { kind: 'nothing', topic, reason: 'The body names no product' };
  const { id, ...rest } = told;
  return { kind: 'hint', topic, ...rest, externalIds: [id], deduplicationKey: deduplicationKey(topic, body) };
}

function isKnown(topic: string): topic is keyof typeof READERS {
  return Object.hasOwn(READERS, topic);
}

/**
 * The body may be a variation, of which only the parent can be read. Its date is not the parent's, which may be older: then
 * every answer about the parent would look as if it came from a cache.
 */
function toldOfProduct({ id, type, parent_id, date_modified_gmt }: Body): Told | null {
  const own = idIn(id);
  if (own === null) return null;
  if (type !== 'variation') {
    const datedAt = typeof date_modified_gmt === 'string' ? momentIn(`${date_modified_gmt}Z`) : null;
    return { news: 'changed', subject: 'product', id: own, datedAt };
  }
  const parent = idIn(parent_id);
  return { news: 'changed', subject: parent === null ? 'variant' : 'product', id: parent ?? own, datedAt: null };
}

/** `{"id": 13}` alone: a variable product's variations are told of so as well when it is put into the bin. */
function toldOfDeleted({ id }: Body): Told | null {
  const own = idIn(id);
  return own === null ? null : { news: 'gone', subject: 'unknown', id: own, datedAt: null };
}

/** `{"action": "woocommerce_delete_product", "arg": 10}` */
function toldOfAction({ arg }: Body, subject: Told['subject'], news: Told['news']): Told | null {
  const id = idIn(arg);
  return id === null ? null : { news, subject, id, datedAt: null };
}

/** `{"code": "woocommerce_rest_cannot_view", "message": …, "data": {"status": 403}}`, signed like any other; else null. */
function statusOfError({ id, arg, code, data }: Body): number | null {
  if (id !== undefined || arg !== undefined || typeof code !== 'string' || !isObject(data)) return null;
  return typeof data.status === 'number' ? data.status : 0;
}

/** In our words: the store's may hold its keys (I8). */
function whatIsBroken(status: number): string {
  return status === 401 || status === 403
    ? `The shop sends an error (${status}) in place of its news: the user whose webhook it is was deleted or may not see products any more. Give that user its rights back, or make the webhook anew as another one`
    : 'The shop sends an error in place of its news: look at the webhook in its admin, and make it anew';
}
