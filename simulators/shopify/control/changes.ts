import { z } from 'zod';
import type { ShopProduct, ShopVariant } from '../catalogue/shop-product';
import type { ShopifyShop } from '../shop';
import { record } from './record';

/** What may be done to a shop from another process. */
export const Change = z.discriminatedUnion('op', [
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
  z.strictObject({
    op: z.literal('order'),
    lines: z.array(z.strictObject({ variantId: z.string(), quantity: z.int().positive() })),
  }),
  z.strictObject({ op: z.literal('rotateToken') }),
  z.strictObject({ op: z.literal('revokeToken') }),
  z.strictObject({ op: z.literal('rotateSecret') }),
  z.strictObject({ op: z.literal('revokeOldSecret') }),
  z.strictObject({ op: z.literal('setScopes'), scopes: z.array(z.string()) }),
  z.strictObject({ op: z.literal('uninstall') }),
  z.strictObject({ op: z.literal('reinstall') }),
  z.strictObject({ op: z.literal('setShopId'), id: z.string() }),
  z.strictObject({ op: z.literal('clock'), offsetSeconds: z.int() }),
]);
type Change = z.infer<typeof Change>;

export function applyChange(shop: ShopifyShop, change: Change): void {
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
    case 'order':
      shop.order(change.lines);
      break;
    case 'rotateToken':
      shop.rotateToken();
      break;
    case 'revokeToken':
      shop.revokeToken();
      break;
    case 'rotateSecret':
      shop.secrets.rotate();
      break;
    case 'revokeOldSecret':
      shop.secrets.revokeOld();
      break;
    case 'setScopes':
      shop.setScopes(change.scopes);
      break;
    case 'uninstall':
      shop.uninstall();
      break;
    case 'reinstall':
      shop.reinstall();
      break;
    case 'clock':
      shop.clock.offsetSeconds = change.offsetSeconds;
      break;
    case 'setShopId':
      shop.setShopId(change.id);
      break;
  }
}
