import { z } from 'zod';
import type { ShopifyShop } from '../shop';

const Times = { times: z.int().positive(), topic: z.string().optional() };
const Count = z.int().positive();

/** What is to become of a shop's deliveries. */
export const DeliveryOrder = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('hold') }),
  z.strictObject({ op: z.literal('release'), newestFirst: z.boolean().default(false) }),
  z.strictObject({ op: z.literal('drop'), ...Times }),
  z.strictObject({ op: z.literal('duplicate'), ...Times }),
  z.strictObject({ op: z.literal('redeliver'), webhookId: z.string() }),
  z.strictObject({ op: z.literal('storm'), deliveries: Count, products: Count, perSecond: Count }),
]);
type DeliveryOrder = z.infer<typeof DeliveryOrder>;

export function followOrder(shop: ShopifyShop, order: DeliveryOrder): void {
  const { deliveries } = shop.webhooks;
  switch (order.op) {
    case 'hold':
      deliveries.hold();
      break;
    case 'release':
      deliveries.release(order);
      break;
    case 'drop':
      deliveries.drop(order.times, order.topic);
      break;
    case 'duplicate':
      deliveries.duplicate(order.times, order.topic);
      break;
    case 'redeliver':
      deliveries.redeliver(order.webhookId);
      break;
    case 'storm':
      // Answered at once: the counts of deliveries tell how far it is.
      void shop.storm(order);
      break;
  }
}
