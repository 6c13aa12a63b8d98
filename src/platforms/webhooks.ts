import type { IncomingHttpHeaders } from 'node:http';
import type { HintNews, HintSubject } from '../model/webhooks/hints';
import type { StoreProblem } from './problem';
import type { StoreSurroundings } from './store-platform';

/** What a platform's deliveries look like. Nothing in them is trusted: they only choose what is read again. */
export interface WebhookFormat<Credentials, Settings> {
  /** Those that we want, in the order in which people see them. */
  readonly topics: readonly string[];
  /** What signs its deliveries where that is no secret of ours; null where the credentials lack it. Absent: ours does. */
  signingSecret?(credentials: Credentials): string | null;
  /** For people: what to do where `signingSecret` is null. */
  readonly whyNoSecret?: string;
  /** How the store's owner enters webhooks where our key may only read. Absent: that leads to nothing there. */
  readonly byHand?: WebhooksByHand;
  /** For people: why it would refuse to deliver there, so that nobody tries; null where it may take it. */
  whyNotThere(deliveryUrl: string, surroundings: StoreSurroundings & Settings, storeAddress: string): string | null;
  /** What the platform sends without a signature, to see whether somebody is there. Absent: nothing. */
  isPing?(delivery: WebhookDelivery): boolean;
  /** Signed with this secret? In constant time, over the very bytes that came. */
  isSigned(delivery: WebhookDelivery, secret: string): boolean;
  /**
   * Whether it names the store of this address, in its one spelling. What names it is not signed; where one secret signs for
   * several stores, it is all there is. Absent: the secret is the store's alone.
   */
  isFor?(delivery: WebhookDelivery, address: string): boolean;
  /** Of what is signed. */
  read(delivery: WebhookDelivery): ReadDelivery;
}

export interface WebhooksByHand {
  /** As the store's admin calls them. */
  readonly topics: readonly { topic: string; in_admin: string }[];
  readonly steps: readonly string[];
}

export interface WebhookDelivery {
  readonly headers: IncomingHttpHeaders;
  /** As they came, up to 5 MiB. */
  readonly body: Buffer;
}

/** What a delivery says, once it is cut and checked. */
export type ReadDelivery =
  | ReadHint
  /** The store says of itself that we were uninstalled: it is asked before anything is made of it. */
  | { kind: 'uninstalled'; topic: string }
  /** What our credentials may do has changed. */
  | { kind: 'access_changed'; topic: string }
  /** A file that the platform wrote for us is ready. `externalId` names the operation. */
  | { kind: 'bulk_finished'; topic: string; externalId: string }
  /** The store sends an error in place of news: what is wrong with the webhook, for people. */
  | { kind: 'broken'; topic: string; reason: string }
  /** A topic of no interest, or a body that says nothing: kept as `ignored`, and why. */
  | { kind: 'nothing'; topic: string; reason: string };

export interface ReadHint {
  kind: 'hint';
  topic: string;
  news: HintNews;
  subject: HintSubject;
  /** At most 100. */
  externalIds: readonly string[];
  /** RFC 3339 UTC, by the store's clock; null where it says none, or none that can be. */
  datedAt: string | null;
  /** At most 200 characters: equal for deliveries of the same news. */
  deduplicationKey: string;
}

/** Makes, finds and removes webhooks at the store. */
export interface WebhookRegistrar {
  /** All that these credentials may see, of others too. */
  list(signal: AbortSignal): Promise<{ kind: 'listed'; webhooks: RegisteredWebhook[] } | WebhookRefusal | StoreProblem>;
  register(request: {
    topic: string;
    deliveryUrl: string;
    secret: string;
    signal: AbortSignal;
  }): Promise<{ kind: 'registered'; externalId: string } | WebhookRefusal | StoreProblem>;
  /** One that is gone already counts as removed. */
  remove(request: {
    externalId: string;
    signal: AbortSignal;
  }): Promise<{ kind: 'removed' } | WebhookRefusal | StoreProblem>;
}

export interface RegisteredWebhook {
  externalId: string;
  topic: string;
  deliveryUrl: string;
  /** Whether it sends. Stores switch off what was not answered. */
  isActive: boolean;
}

/** No fault of the credentials: they still read. `read_only`: all of it; `topic`, `address`: just that. */
export interface WebhookRefusal {
  kind: 'refused';
  why: 'read_only' | 'topic' | 'address';
  /** For people: what to do. */
  detail: string;
}
