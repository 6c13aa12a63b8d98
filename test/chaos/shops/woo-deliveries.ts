import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { ChaosDeliveries } from './chaos-shop';

/** Late and joined by its queue anyway; what it could not deliver it never sends again. */
export function wooDeliveries({ webhooks, products }: WooShop): ChaosDeliveries {
  return {
    befall(how, times) {
      if (how === 'released') void webhooks.runQueue();
      if (how === 'twice')
        for (const id of [...products.keys()].slice(0, times)) webhooks.fire('product.updated', BigInt(id));
      return how === 'released' || how === 'twice';
    },
    deliverAll: () => webhooks.runQueue(),
    silence: () => {
      for (const id of [...webhooks.registered.keys()]) webhooks.remove(id);
    },
  };
}
