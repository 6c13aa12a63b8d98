import { randomUUID } from 'node:crypto';
import { type Body, writeBody } from './body';
import type { Deliveries } from './deliveries';
import type { Subscriptions } from './subscriptions';
import type { Topic } from './topics';

/** Tells the subscriptions of a shop what happens in it. */
export type ShopNews = {
  /** Of one subject, told once an action, as it is when the action is over. */
  tell(topic: Topic, subjectId: string, body: () => Body): void;
  /** What happens meanwhile is one action of somebody: its deliveries share an event id. */
  asOneAction(change: () => void): void;
  /** What happens meanwhile is told to nobody. */
  silently(change: () => void): void;
  readonly isSilent: boolean;
};

export function shopNews(subscriptions: Subscriptions, deliveries: Deliveries): ShopNews {
  let action: Map<string, { topic: Topic; body: () => Body }> | null = null;
  let isSilent = false;

  function send(topic: Topic, body: () => Body, eventId: string): void {
    const told = subscriptions.of(topic);
    if (told.length === 0) return;
    const whole = body();
    for (const subscription of told)
      deliveries.send(subscription, writeBody(whole, subscription.includeFields), eventId);
  }

  return {
    get isSilent() {
      return isSilent;
    },
    tell(topic, subjectId, body) {
      if (isSilent) return;
      if (action) action.set(`${topic} ${subjectId}`, { topic, body });
      else send(topic, body, randomUUID());
    },
    asOneAction(change) {
      if (action) return change();
      action = new Map();
      try {
        change();
      } finally {
        const eventId = randomUUID();
        const news = [...action.values()];
        action = null;
        for (const { topic, body } of news) send(topic, body, eventId);
      }
    },
    silently(change) {
      const before = isSilent;
      isSilent = true;
      try {
        change();
      } finally {
        isSilent = before;
      }
    },
  };
}
