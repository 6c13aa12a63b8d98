import { setTimeout as delay } from 'node:timers/promises';
import type { Catalogue } from '../catalogue/catalogue';
import type { RawFields, RawProduct } from '../catalogue/raw';
import type { ShopWebhooks } from './shop-webhooks';

export type Storm = {
  /** How many saves; each is delivered to every webhook of product.updated. */
  readonly saves: number;
  /** Of so many products, in turn. */
  readonly products: number;
  readonly perSecond: number;
};

export type StormReport = { readonly delivered: number; readonly failed: number; readonly milliseconds: number };

/**
 * An import that saves products one after the other at a steady rate, each with another price, and has each save
 * delivered at once, many at a time: what a shop with many runners of its queue would send. It keeps its rate, even when
 * the receiver is slow. Over when all are answered, or when the shop is closed.
 */
export async function storm(
  catalogue: Catalogue,
  webhooks: ShopWebhooks,
  { saves, products, perSecond }: Storm,
): Promise<StormReport> {
  const startedAt = performance.now();
  const saved = published(catalogue).slice(0, products);
  const sent: ReturnType<ShopWebhooks['deliverNow']>[] = [];
  for (let at = 0; at < saves && !webhooks.isClosed; at++) {
    const product = saved[at % saved.length];
    if (product === undefined) throw new Error('the shop has no product to save');
    const early = startedAt + (at * 1_000) / perSecond - performance.now();
    await delay(Math.max(0, early), undefined, { ref: false });
    catalogue.patch(product.id, anotherPrice(product, at));
    sent.push(webhooks.deliverNow(product.id));
  }
  const answered = (await Promise.all(sent)).flat();
  const failed = answered.filter(({ isGood }) => !isGood).length;
  return {
    delivered: answered.length - failed,
    failed,
    milliseconds: Math.round(performance.now() - startedAt),
  };
}

function published({ products }: Catalogue): RawProduct[] {
  return [...products.values()].filter(({ status }) => status === 'publish');
}

/** A variable product has none of its own: it is saved without a change. */
function anotherPrice({ type }: RawProduct, at: number): RawFields {
  return type === 'simple' ? { regular_price: `${10 + (at % 10_000)}.25`, sale_price: '' } : {};
}
