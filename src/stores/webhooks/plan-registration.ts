import type { WebhookTopic } from '../../model/webhooks/webhook-states';
import type { RegisteredWebhook } from '../../platforms/webhooks';

interface Standing {
  /** All that the store lists, of others too. */
  listed: readonly RegisteredWebhook[];
  /** As the last look left them. */
  known: readonly WebhookTopic[];
  /** When the look before this one was; null: there was none. */
  lookedAt: Date | null;
}

interface Wanted {
  topics: readonly string[];
  deliveryUrl: string;
  /** Where ours sent to before, if that is another address. */
  formerUrl: string | null;
  /** Since when the secret signs; null where it is none of ours. */
  secretSince: Date | null;
  /** Whether the secret before is taken as well. */
  takesFormer: boolean;
  /** Whether those that nobody made a note of may be entered by the store's owner, who was shown the secret. */
  byHand: boolean;
}

export interface TopicPlan {
  topic: string;
  /** It sends, with the secret of now. */
  kept: RegisteredWebhook | null;
  /** Ours that another one takes the place of: switched off, with the secret before, or once too often. */
  replaced: readonly RegisteredWebhook[];
  /** The one of these that sends what is taken. */
  sending: RegisteredWebhook | null;
  /**
   * Whether it sent when it was looked at last and does no more, or is replaced: WooCommerce sends nothing of what waits in
   * its queue for a webhook that is gone (26 of 60 changes came through a rotation).
   */
  isLost: boolean;
  /** Made by the last look, and not listed since: another one would not be either. Its id at the store. */
  unlisted: string | null;
}

export interface RegistrationPlan {
  topics: readonly TopicPlan[];
  /** Ours that nobody wants any more: of the former address, or of a topic that was given up. */
  unwanted: readonly RegisteredWebhook[];
}

export const UNLISTED =
  'the shop does not list the webhook that was made there, so that no other is made: look in its admin for what hides or deletes webhooks, then set the store’s `webhooks` to "off" and back to "auto"';

/**
 * What is to be done so that each wanted topic is sent once, to the one address. Ours are those that send there, and those
 * that we know by their id: a plug-in may have the shop give back another address. Nobody else's webhook is touched.
 */
export function planRegistration({ listed, known, lookedAt }: Standing, wanted: Wanted): RegistrationPlan {
  const { topics, deliveryUrl, formerUrl, secretSince, takesFormer, byHand } = wanted;
  const isKnown = ({ externalId }: RegisteredWebhook) => known.some((each) => each.external_id === externalId);
  const isHere = (each: RegisteredWebhook) =>
    isSameAddress(each.deliveryUrl, deliveryUrl) || (formerUrl === null && isKnown(each));
  const isAtFormer = (each: RegisteredWebhook) =>
    formerUrl !== null && (isSameAddress(each.deliveryUrl, formerUrl) || isKnown(each));
  const ours = listed.filter(isHere);
  const sinceOf = ({ externalId }: RegisteredWebhook) => known.find((each) => each.external_id === externalId)?.since;
  const isOlder = (since: string) => secretSince !== null && Date.parse(since) < secretSince.getTime();

  function isOutdated(webhook: RegisteredWebhook): boolean {
    const since = sinceOf(webhook);
    // One that nobody knows may be left of what was registered before the store was disconnected.
    return since === undefined ? secretSince !== null && !byHand : isOlder(since);
  }

  function isTaken(webhook: RegisteredWebhook): boolean {
    const since = sinceOf(webhook);
    return since === undefined || takesFormer || !isOlder(since);
  }

  return {
    topics: topics.map((topic) => {
      const there = ours.filter((each) => each.topic === topic);
      const active = there.filter(({ isActive }) => isActive);
      const kept = active.find((each) => !isOutdated(each)) ?? null;
      const replaced = there.filter((each) => each !== kept);
      const before = known.find((each) => each.topic === topic);
      const isUnlisted =
        there.length === 0 && formerUrl === null && before !== undefined && wasJustMade(before, lookedAt);
      const sending = replaced.find((each) => each.isActive && isTaken(each)) ?? null;
      const hasStopped = before?.state === 'registered' && formerUrl === null && active.length === 0;
      return {
        topic,
        kept,
        replaced,
        sending,
        isLost: hasStopped || (kept === null && sending !== null),
        unlisted: isUnlisted ? (before.external_id ?? null) : null,
      };
    }),
    unwanted: [
      ...ours.filter(({ topic }) => !topics.includes(topic)),
      ...listed.filter((each) => !isHere(each) && isAtFormer(each)),
    ],
  };
}

function wasJustMade({ state, since, reason }: WebhookTopic, lookedAt: Date | null): boolean {
  if (state === 'registered') return lookedAt !== null && Date.parse(since) >= lookedAt.getTime();
  return state === 'refused' && reason === UNLISTED;
}

/** Shops write addresses in their own way: the host in small letters, a slash more or less at the end. */
export function isSameAddress(one: string, other: string): boolean {
  return one === other || spelled(one) === spelled(other);
}

function spelled(address: string): string {
  if (!URL.canParse(address)) return address;
  const { href } = new URL(address);
  return href.endsWith('/') ? href.slice(0, -1) : href;
}
