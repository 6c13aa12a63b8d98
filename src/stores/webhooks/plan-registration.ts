import type { WebhookTopic } from '../../model/webhooks/webhook-states';
import type { RegisteredWebhook } from '../../platforms/webhooks';

interface Standing {
  /** All that the store lists, of others too. */
  listed: readonly RegisteredWebhook[];
  /** As the last look left them. */
  known: readonly WebhookTopic[];
}

interface Wanted {
  topics: readonly string[];
  deliveryUrl: string;
  /** Where ours sent to before, if that is another address. */
  formerUrl: string | null;
  /** Since when the secret signs; null where it is none of ours. */
  secretSince: Date | null;
}

export interface TopicPlan {
  topic: string;
  /** It sends, with the secret of now. */
  kept: RegisteredWebhook | null;
  /** Ours that another one takes the place of: switched off, with the secret before, or once too often. */
  replaced: readonly RegisteredWebhook[];
  /** Whether it sent when it was looked at last, and does no more. */
  isLost: boolean;
}

export interface RegistrationPlan {
  topics: readonly TopicPlan[];
  /** Ours that nobody wants any more: of the former address, or of a topic that was given up. */
  unwanted: readonly RegisteredWebhook[];
}

/** What is to be done so that each wanted topic is sent once, to the one address. Nobody else's webhook is touched. */
export function planRegistration({ listed, known }: Standing, wanted: Wanted): RegistrationPlan {
  const { topics, deliveryUrl, formerUrl, secretSince } = wanted;
  const ours = listed.filter((each) => each.deliveryUrl === deliveryUrl);
  const isOutdated = ({ externalId }: RegisteredWebhook) => {
    const since = known.find((each) => each.external_id === externalId)?.since;
    return secretSince !== null && since !== undefined && Date.parse(since) < secretSince.getTime();
  };
  return {
    topics: topics.map((topic) => {
      const there = ours.filter((each) => each.topic === topic);
      const sending = there.filter(({ isActive }) => isActive);
      const kept = sending.find((each) => !isOutdated(each)) ?? null;
      const wasSending = known.some((each) => each.topic === topic && each.state === 'registered');
      const isSameAddress = formerUrl === null;
      return {
        topic,
        kept,
        replaced: there.filter((each) => each !== kept),
        isLost: wasSending && isSameAddress && sending.length === 0,
      };
    }),
    unwanted: [
      ...ours.filter(({ topic }) => !topics.includes(topic)),
      ...listed.filter((each) => formerUrl !== null && each.deliveryUrl === formerUrl),
    ],
  };
}
