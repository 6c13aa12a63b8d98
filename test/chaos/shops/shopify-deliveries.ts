import type { ShopifyShop } from '../../../simulators/shopify/shop';
import { until } from '../../support/until';
import type { ChaosDeliveries } from './chaos-shop';

export function shopifyDeliveries({ domain, webhooks }: ShopifyShop): ChaosDeliveries {
  const { deliveries, subscriptions } = webhooks;
  const isOpen = ({ state }: (typeof deliveries.log)[number]) => state === 'held' || state === 'under way';
  return {
    befall(how, times) {
      if (how === 'twice') deliveries.duplicate(times);
      if (how === 'lost') deliveries.drop(times);
      if (how === 'held') deliveries.hold();
      if (how === 'released') deliveries.release({ newestFirst: true });
      return true;
    },
    async deliverAll() {
      deliveries.release();
      await until(`${domain} to have delivered everything`, () => !deliveries.log.some(isOpen), 120_000);
    },
    silence: () => subscriptions.clear(),
  };
}
