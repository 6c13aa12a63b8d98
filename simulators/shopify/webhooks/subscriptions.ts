import { type SubscriptionError, subscriptionProblem, type WantedSubscription } from './subscription-rules';
import { maySubscribe, type Topic } from './topics';

export type WebhookSubscription = {
  id: string;
  topic: Topic;
  uri: string;
  format: 'JSON';
  includeFields: string[];
  metafieldNamespaces: string[];
  filter: string | null;
  name: string | null;
  createdAt: string;
  updatedAt: string;
};

export type Subscribed = { subscription: WebhookSubscription } | { problem: SubscriptionError };

/** The subscriptions that the app made for this one shop by the API. */
export type Subscriptions = {
  all(): readonly WebhookSubscription[];
  find(id: string): WebhookSubscription | undefined;
  of(topic: Topic): readonly WebhookSubscription[];
  create(topic: string, wanted: WantedSubscription): Subscribed;
  /** Undefined when there is none of that id. */
  update(id: string, wanted: WantedSubscription): Subscribed | undefined;
  /** False when there is none of that id. */
  remove(id: string): boolean;
  clear(): void;
};

type Shop = { domain: string; allowsPlainHttp: boolean; scopes(): ReadonlySet<string>; now(): string };

export function webhookSubscriptions(shop: Shop): Subscriptions {
  const kept = new Map<string, WebhookSubscription>();
  let made = 0;

  function checked(subscription: WebhookSubscription, named: 'uri' | 'callbackUrl'): Subscribed {
    const { allowsPlainHttp, domain: shopDomain } = shop;
    const problem = subscriptionProblem(subscription, named, [...kept.values()], { allowsPlainHttp, shopDomain });
    if (problem) return { problem };
    kept.set(subscription.id, subscription);
    return { subscription };
  }

  return {
    all: () => [...kept.values()],
    find: (id) => kept.get(id),
    of: (topic) => [...kept.values()].filter((subscription) => subscription.topic === topic),
    create(topic, wanted) {
      if (!maySubscribe(topic, shop.scopes())) {
        const message = 'You cannot create a webhook subscription with the specified topic';
        return { problem: { field: ['topic'], message } };
      }
      const now = shop.now();
      const blank = { includeFields: [], metafieldNamespaces: [], filter: null, name: null, uri: '' };
      const id = String(1_430_000_000_001 + made++);
      const fresh = { ...blank, id, topic, format: 'JSON' as const, createdAt: now, updatedAt: now };
      return checked({ ...fresh, ...given(wanted) }, namedAddress(wanted));
    },
    update(id, wanted) {
      const subscription = kept.get(id);
      return (
        subscription && checked({ ...subscription, ...given(wanted), updatedAt: shop.now() }, namedAddress(wanted))
      );
    },
    remove: (id) => kept.delete(id),
    clear: () => kept.clear(),
  };
}

const namedAddress = ({ callbackUrl }: WantedSubscription) => (callbackUrl ? 'callbackUrl' : 'uri');

/** What the input names; the rest stays as it is. */
function given(wanted: WantedSubscription): Partial<WebhookSubscription> {
  const { uri = wanted.callbackUrl, format, includeFields, metafieldNamespaces, filter, name } = wanted;
  if (format === 'XML') throw new Error('the simulator delivers JSON alone');
  if (filter) throw new Error('the simulator filters no deliveries');
  return {
    ...(typeof uri === 'string' && { uri }),
    ...(includeFields && { includeFields }),
    ...(metafieldNamespaces && { metafieldNamespaces }),
    ...(name !== undefined && { name }),
  };
}
