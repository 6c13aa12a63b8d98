import { z } from 'zod';
import { type Answer, json } from './answer';
import type { ShopProduct, ShopVariant } from './catalogue/shop-product';
import type { Fault } from './faults';
import type { ShopifyShop } from './shop';
import type { ShopOptions } from './shop-options';

/** What the control API needs of the simulator. */
export type ControlledShops = {
  all(): ShopifyShop[];
  find(domain: string): ShopifyShop | undefined;
  add(options: ShopOptions): ShopifyShop;
};

/** Records of the simulator's own types: whoever controls it in another process has the same sources. */
const record = <Shape>() => z.custom<Shape>((value) => typeof value === 'object' && value !== null);

const Change = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('put'), product: record<ShopProduct>() }),
  z.strictObject({ op: z.literal('patch'), id: z.string(), fields: record<Partial<ShopProduct>>() }),
  z.strictObject({ op: z.literal('remove'), id: z.string() }),
  z.strictObject({
    op: z.literal('setStatus'),
    id: z.string(),
    status: z.enum(['ACTIVE', 'ARCHIVED', 'DRAFT', 'UNLISTED']),
  }),
  z.strictObject({ op: z.literal('putVariant'), variant: record<ShopVariant>() }),
  z.strictObject({ op: z.literal('patchVariant'), id: z.string(), fields: record<Partial<ShopVariant>>() }),
  z.strictObject({ op: z.literal('removeVariant'), id: z.string() }),
  z.strictObject({ op: z.literal('rotateToken') }),
  z.strictObject({ op: z.literal('revokeToken') }),
  z.strictObject({ op: z.literal('setShopId'), id: z.string() }),
  z.strictObject({ op: z.literal('clock'), offsetSeconds: z.int() }),
]);
type Change = z.infer<typeof Change>;

/**
 * Controls the simulator from another process, below `/__control/shops`:
 * `GET` and `POST /`, `GET /:domain`, `GET /:domain/products`, `POST` and `DELETE /:domain/faults`, `POST /:domain/changes`.
 */
export function control(shops: ControlledShops, method: string, path: string, body: string): Answer {
  try {
    return route(shops, method, path, body);
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function route(shops: ControlledShops, method: string, path: string, body: string): Answer {
  const [, domain, part] = /^\/__control\/shops(?:\/([^/]+))?(?:\/(\w+))?$/.exec(path) ?? [];
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
      for (const change of z.array(Change).parse(JSON.parse(body))) apply(shop, change);
      return json(200, summary(shop));
    default:
      return json(404, { error: `no ${method} of ${part ?? 'a shop'}` });
  }
}

function summary(shop: ShopifyShop) {
  const { domain, shopId, accessToken, counters, products } = shop;
  return { domain, shopId, accessToken, counters, products: products.size, variants: shop.index.variants().length };
}

function apply(shop: ShopifyShop, change: Change): void {
  switch (change.op) {
    case 'put':
      shop.put(change.product);
      break;
    case 'patch':
      shop.patch(change.id, change.fields);
      break;
    case 'remove':
      shop.remove(change.id);
      break;
    case 'setStatus':
      shop.setStatus(change.id, change.status);
      break;
    case 'putVariant':
      shop.putVariant(change.variant);
      break;
    case 'patchVariant':
      shop.patchVariant(change.id, change.fields);
      break;
    case 'removeVariant':
      shop.removeVariant(change.id);
      break;
    case 'rotateToken':
      shop.rotateToken();
      break;
    case 'revokeToken':
      shop.revokeToken();
      break;
    case 'clock':
      shop.clock.offsetSeconds = change.offsetSeconds;
      break;
    case 'setShopId':
      shop.setShopId(change.id);
      break;
  }
}
