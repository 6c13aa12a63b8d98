import { z } from 'zod';
import { type Answer, json } from '../answer';
import type { Fault } from '../faults';
import type { ShopifyShop } from '../shop';
import type { ShopOptions } from '../shop-options';
import type { Delivery } from '../webhooks/delivery';
import { applyChange, Change } from './changes';
import { DeliveryOrder, followOrder } from './delivery-orders';
import { record } from './record';

/** What the control API needs of the simulator. */
export type ControlledShops = {
  all(): ShopifyShop[];
  find(domain: string): ShopifyShop | undefined;
  add(options: ShopOptions): ShopifyShop;
};

/**
 * Controls the simulator from another process, below `/__control/shops`:
 * `GET` and `POST /`, `GET /:domain`, `GET /:domain/products`, `POST` and `DELETE /:domain/faults`, `POST /:domain/changes`
 * and `silent-changes`, `GET` and `POST /:domain/deliveries`.
 */
export function control(shops: ControlledShops, method: string, path: string, body: string): Answer {
  try {
    return route(shops, method, path, body);
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function route(shops: ControlledShops, method: string, path: string, body: string): Answer {
  const [, domain, part] = /^\/__control\/shops(?:\/([^/]+))?(?:\/([\w-]+))?$/.exec(path) ?? [];
  if (domain === undefined) {
    if (method === 'GET') return json(200, shops.all().map(summary));
    return json(201, summary(shops.add(record<ShopOptions>().parse(JSON.parse(body)))));
  }
  const shop = shops.find(domain);
  if (!shop) return json(404, { error: `no shop ${domain}` });

  switch (`${method} ${part ?? ''}`) {
    case 'GET ':
      return json(200, summary(shop));
    case 'GET products':
      return json(200, [...shop.products.values()]);
    case 'POST faults':
      shop.faults.add(record<Fault>().parse(JSON.parse(body)));
      return json(201, {});
    case 'DELETE faults':
      shop.faults.clear();
      return json(200, {});
    case 'POST changes':
      change(shop, body);
      return json(200, summary(shop));
    case 'POST silent-changes':
      shop.silently(() => change(shop, body));
      return json(200, summary(shop));
    case 'GET deliveries':
      return json(200, shop.webhooks.deliveries.log);
    case 'POST deliveries':
      for (const order of z.array(DeliveryOrder).parse(JSON.parse(body))) followOrder(shop, order);
      return json(200, summary(shop));
    default:
      return json(404, { error: `no ${method} of ${part ?? 'a shop'}` });
  }
}

function change(shop: ShopifyShop, body: string): void {
  for (const each of z.array(Change).parse(JSON.parse(body))) applyChange(shop, each);
}

function summary({ domain, shopId, accessToken, secrets, counters, products, index, webhooks }: ShopifyShop) {
  const deliveries: Partial<Record<Delivery['state'], number>> = {};
  for (const { state } of webhooks.deliveries.log) deliveries[state] = (deliveries[state] ?? 0) + 1;
  return {
    domain,
    shopId,
    accessToken,
    clientSecret: secrets.current,
    counters,
    products: products.size,
    variants: index.variants().length,
    subscriptions: webhooks.subscriptions.all().length,
    /** How many of the latest 20,000 are in which state. */
    deliveries,
  };
}
