import type { ShopTimers } from '../timers';
import { type Deliveries, type DeliveryTiming, webhookDeliveries } from './deliveries';
import { type ShopNews, shopNews } from './shop-news';
import { type Subscriptions, webhookSubscriptions } from './subscriptions';

export type WebhookOptions = DeliveryTiming & {
  /** Takes addresses that Shopify refuses: plain http, this machine. */
  plainHttp?: boolean;
};

export type ShopWebhooks = { subscriptions: Subscriptions; deliveries: Deliveries; news: ShopNews };

type Surroundings = {
  domain: string;
  options: WebhookOptions;
  timers: ShopTimers;
  scopes(): ReadonlySet<string>;
  secret(): string;
  now(): Date;
  /** As the shop writes it. */
  today(): string;
};

/** What a shop sends, and to whom. */
export function shopWebhooks({ domain, options, timers, scopes, secret, now, today }: Surroundings): ShopWebhooks {
  const allowsPlainHttp = options.plainHttp ?? false;
  const subscriptions = webhookSubscriptions({ domain, allowsPlainHttp, scopes, now: today });
  const deliveries = webhookDeliveries({
    shopDomain: domain,
    timing: options,
    timers,
    now,
    secret,
    // As Shopify does with those made by the API, and without a word.
    onGivenUp(id) {
      subscriptions.remove(id);
      deliveries.silence(id);
    },
  });
  return { subscriptions, deliveries, news: shopNews(subscriptions, deliveries) };
}
