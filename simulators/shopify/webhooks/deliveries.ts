import { randomUUID } from 'node:crypto';
import type { ShopTimers } from '../timers';
import { type Delivery, deliveryHeaders } from './delivery';
import { deliveryPoster, type PostAnswer } from './post-delivery';
import type { WebhookSubscription } from './subscriptions';
import { topicName } from './topics';

/** The eighth retry goes out 4 hours after the first attempt. Shopify publishes no more than that they grow. */
const RETRY_AFTER_SECONDS = [10, 30, 120, 300, 900, 1_800, 3_600, 7_200];
const ANSWER_LIMIT_MS = 5_000;
const MOST_LOGGED = 20_000;

/** What happens to the next deliveries on purpose. */
type Mishap = { what: 'drop' | 'duplicate'; times: number; topic: string | null };

export type DeliveryTiming = {
  /** 0.001 makes the hours of the retries seconds. */
  retryTimeScale?: number;
  answerLimitMs?: number;
};

export type Deliveries = {
  /** The latest 20,000. */
  readonly log: readonly Delivery[];
  send(subscription: WebhookSubscription, body: string, eventId: string): void;
  /** Nothing goes out, retries too, before it is released. */
  hold(): void;
  /** What was held goes out at once; the newest first is news in the wrong order, one after the other to make sure. */
  release(order?: { newestFirst: boolean }): void;
  /** The next ones, of this topic (`products/update`) where one is named, are lost. */
  drop(times: number, topic?: string): void;
  /** The next ones go out twice, with the same ids. */
  duplicate(times: number, topic?: string): void;
  /** The same delivery once more, whatever became of it. */
  redeliver(webhookId: string): void;
  /** Nothing more for this subscription, what is waiting to be tried again included. */
  silence(subscriptionId: string): void;
  end(): void;
};

type Surroundings = {
  shopDomain: string;
  timing: DeliveryTiming;
  timers: ShopTimers;
  now(): Date;
  secret(): string;
  /** The last retry failed, and nothing was answered to this subscription since the first attempt. */
  onGivenUp(subscriptionId: string): void;
};

/** Sends what the subscriptions of a shop are told, and keeps what became of it. */
export function webhookDeliveries({ shopDomain, timing, timers, now, secret, onGivenUp }: Surroundings): Deliveries {
  const log: Delivery[] = [];
  const poster = deliveryPoster(timing.answerLimitMs ?? ANSWER_LIMIT_MS);
  const answeredAt = new Map<string, number>();
  const silent = new Set<string>();
  let mishaps: Mishap[] = [];
  let held: (() => Promise<void>)[] | null = null;
  let hasEnded = false;

  function start(delivery: Delivery): void {
    const firstAt = performance.now();
    const attempt = (retries: number) => whenReleased(delivery, () => tryOnce(delivery, retries, firstAt, attempt));
    attempt(0);
  }

  function whenReleased(delivery: Delivery, act: () => Promise<void>): void {
    if (held === null) void act();
    else {
      delivery.state = 'held';
      held.push(act);
    }
  }

  async function tryOnce(
    delivery: Delivery,
    retries: number,
    firstAt: number,
    again: (retries: number) => void,
  ): Promise<void> {
    const { subscriptionId } = delivery;
    if (hasEnded || silent.has(subscriptionId)) {
      delivery.state = 'dropped';
      return;
    }
    delivery.state = 'under way';
    const answer = await postOnce(delivery);
    if ('status' in answer && answer.status >= 200 && answer.status < 300) {
      answeredAt.set(subscriptionId, performance.now());
      delivery.state = 'delivered';
      return;
    }
    const afterSeconds = RETRY_AFTER_SECONDS[retries];
    if (afterSeconds !== undefined) {
      timers.after(afterSeconds * 1_000 * (timing.retryTimeScale ?? 1), () => again(retries + 1));
      return;
    }
    delivery.state = 'given up';
    if ((answeredAt.get(subscriptionId) ?? 0) < firstAt) onGivenUp(subscriptionId);
  }

  async function postOnce(delivery: Delivery): Promise<PostAnswer> {
    const at = now().toISOString();
    const startedAt = performance.now();
    const headers = deliveryHeaders(delivery, shopDomain, secret());
    const answer = await poster.post(delivery.address, headers, delivery.body);
    delivery.attempts.push({
      at,
      ms: Math.round(performance.now() - startedAt),
      status: 'status' in answer ? answer.status : null,
      error: 'error' in answer ? answer.error : null,
      hmac: headers['x-shopify-hmac-sha256'] ?? '',
    });
    return answer;
  }

  /** The mishap that is to happen to a delivery of this topic, counted as used. */
  function mishapOf(topic: string): Mishap['what'] | null {
    const mishap = mishaps.find((each) => each.topic === null || each.topic === topic);
    if (!mishap) return null;
    mishap.times--;
    mishaps = mishaps.filter(({ times }) => times > 0);
    return mishap.what;
  }

  return {
    log,
    send({ id: subscriptionId, topic, uri: address, name }, body, eventId) {
      const delivery: Delivery = {
        webhookId: randomUUID(),
        eventId,
        subscriptionId,
        topic: topicName(topic),
        name,
        address,
        // Shopify writes nanoseconds.
        triggeredAt: now().toISOString().replace('Z', '000000Z'),
        body,
        state: 'under way',
        attempts: [],
      };
      log.push(delivery);
      if (log.length > MOST_LOGGED) log.shift();
      const mishap = mishapOf(delivery.topic);
      if (mishap === 'drop') delivery.state = 'dropped';
      else start(delivery);
      if (mishap === 'duplicate') start(delivery);
    },
    hold() {
      held ??= [];
    },
    release({ newestFirst } = { newestFirst: false }) {
      const waiting = held ?? [];
      held = null;
      if (newestFirst) void oneByOne(waiting.toReversed());
      else for (const act of waiting) void act();
    },
    drop: (times, topic) => mishaps.push({ what: 'drop', times, topic: topic ?? null }),
    duplicate: (times, topic) => mishaps.push({ what: 'duplicate', times, topic: topic ?? null }),
    redeliver(webhookId) {
      const delivery = log.find((each) => each.webhookId === webhookId);
      if (!delivery) throw new Error(`shop ${shopDomain} has no delivery ${webhookId}`);
      start(delivery);
    },
    silence: (subscriptionId) => silent.add(subscriptionId),
    end() {
      hasEnded = true;
      poster.end();
    },
  };
}

async function oneByOne(acts: readonly (() => Promise<void>)[]): Promise<void> {
  for (const act of acts) await act();
}
