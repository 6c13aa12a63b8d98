import { randomBytes } from 'node:crypto';
import type { ShopClock } from '../../clock';
import { writeJson } from '../answers/json';
import { gmtStamp } from '../catalogue/dates';
import type { Fire } from '../catalogue/topics';
import { deliveryQueue, type Waiting } from './delivery-queue';
import { type Sender, webhookSender } from './sender';
import { partsOf, type Webhook } from './webhook';
import { deliveryOf, pingOf, type Site } from './webhook-requests';

/** Whoever made the webhooks, in whose name their bodies are read. */
type WebhookUser = 'manager' | 'without-rights' | 'deleted';

/** One delivery and its answer, dated by the shop's clock. */
export type LoggedDelivery = {
  readonly webhookId: number;
  readonly topic: string;
  /** Of the product or variation. */
  readonly id: bigint;
  readonly deliveryId: string;
  /** When the change was made that it tells of. */
  readonly since: Date;
  readonly sentAt: Date;
  /** Null when nothing was answered. */
  readonly status: number | null;
  /** Whether WooCommerce takes that status for a success. */
  readonly isGood: boolean;
  readonly milliseconds: number;
};

export type WebhookFields = Partial<Pick<Webhook, 'name' | 'status' | 'topic' | 'deliveryUrl' | 'secret'>>;

/** The webhooks of a shop as a test holds them. */
export type ShopWebhooks = {
  readonly registered: ReadonlyMap<number, Webhook>;
  /** Every delivery that was made, pings aside, in the order of their answers. */
  readonly deliveries: readonly LoggedDelivery[];
  /** How many deliveries wait for the queue to run. */
  readonly waiting: number;
  user: WebhookUser;
  /** Makes an active webhook and pings its address. */
  add(fields: WebhookFields & Pick<Webhook, 'topic' | 'deliveryUrl'>): Promise<Webhook>;
  /** Pings a new address. */
  change(webhook: Webhook, fields: WebhookFields): Promise<void>;
  remove(id: number): void;
  /** Has all active webhooks of the topic tell of the object when the queue runs next. */
  readonly fire: Fire;
  visit(): void;
  /** Runs the queue now, whether it is due or not; over when nothing waits any more. */
  runQueue(): Promise<void>;
  /** Delivers at once what waits of one object, beside the queue and beside other deliveries. */
  deliverNow(id: bigint): Promise<readonly LoggedDelivery[]>;
  /** As a merchant does by hand, or WooCommerce after too many failures. */
  disable(id: number): void;
  readonly isClosed: boolean;
  /** Breaks off what is under way; nothing is delivered afterwards. */
  close(): void;
};

type WebhookOptions = {
  readonly clock: ShopClock;
  readonly everySeconds: number;
  site(): Site;
  /** A product or variation as REST answers it now, or the error when it is gone. */
  read(id: bigint): string;
  /** What else the shop's queue has to do when it runs. */
  playJobs(): void;
};

/** Tested before the failure is counted: the 7th in a row disables. */
const MOST_FAILURES = 5;

export function shopWebhooks({ clock, everySeconds, site, read, playJobs }: WebhookOptions): ShopWebhooks {
  const registered = new Map<number, Webhook>();
  const deliveries: LoggedDelivery[] = [];
  const sender: Sender = webhookSender();
  const queue = deliveryQueue({ clock, everySeconds, playJobs, deliver });
  let user: WebhookUser = 'manager';
  let lastId = 0;
  let isClosed = false;

  async function add({ topic, deliveryUrl, name, secret }: Parameters<ShopWebhooks['add']>[0]): Promise<Webhook> {
    const webhook: Webhook = {
      id: ++lastId,
      created: gmtStamp(clock.now()),
      modified: null,
      name: name ?? 'Webhook',
      status: 'active',
      topic,
      deliveryUrl,
      secret: secret ?? randomBytes(25).toString('hex'),
      failures: 0,
    };
    registered.set(webhook.id, webhook);
    await sender.send(pingOf(webhook, site()));
    return webhook;
  }

  async function change(webhook: Webhook, fields: WebhookFields): Promise<void> {
    const isNewAddress = fields.deliveryUrl !== undefined && fields.deliveryUrl !== webhook.deliveryUrl;
    Object.assign(webhook, fields, { modified: gmtStamp(clock.now()) });
    if (isNewAddress) await sender.send(pingOf(webhook, site()));
  }

  /** What is queued goes out even when its webhook was disabled meanwhile; there is no second try. */
  async function deliver({ webhookId, id, since }: Waiting): Promise<LoggedDelivery[]> {
    const webhook = registered.get(webhookId);
    if (webhook === undefined) return [];
    const sentAt = clock.now();
    const startedAt = performance.now();
    const delivery = deliveryOf(webhook, bodyOf(webhook, id), sentAt, site());
    const status = await sender.send(delivery);
    // A redirect is not followed and counts as delivered.
    const isGood = status !== null && status >= 200 && status < 303;
    if (isClosed) return [];
    count(webhook, isGood);
    const { deliveryId } = delivery;
    const milliseconds = Math.round(performance.now() - startedAt);
    const logged = { webhookId, topic: webhook.topic, id, deliveryId, since, sentAt, status, isGood, milliseconds };
    deliveries.push(logged);
    return [logged];
  }

  /** Read when it is delivered: it shows the product as it is by then. */
  function bodyOf({ topic }: Webhook, id: bigint): string {
    const { resource, event } = partsOf(topic);
    if (resource === 'action') return writeJson({ action: event, arg: id });
    if (event === 'deleted') return writeJson({ id });
    if (user === 'manager') return read(id);
    const status = user === 'deleted' ? 401 : 403;
    const message = 'Sorry, you cannot view this resource.';
    return writeJson({ code: 'woocommerce_rest_cannot_view', message, data: { status } });
  }

  function count(webhook: Webhook, isGood: boolean): void {
    if (isGood) webhook.failures = 0;
    else if (webhook.failures > MOST_FAILURES) webhook.status = 'disabled';
    else webhook.failures++;
  }

  return {
    registered,
    deliveries,
    get waiting() {
      return queue.length;
    },
    get user() {
      return user;
    },
    set user(other) {
      user = other;
    },
    add,
    change,
    remove: (id) => void registered.delete(id),
    fire(topic, id) {
      for (const webhook of registered.values()) {
        if (webhook.topic === topic && webhook.status === 'active') queue.add(webhook.id, id);
      }
    },
    visit: queue.visit,
    runQueue: queue.run,
    deliverNow: async (id) => (await Promise.all(queue.take(id).map(deliver))).flat(),
    disable(id) {
      const webhook = registered.get(id);
      if (webhook === undefined) throw new Error(`the shop has no webhook ${id}`);
      webhook.status = 'disabled';
    },
    get isClosed() {
      return isClosed;
    },
    close() {
      isClosed = true;
      queue.close();
      sender.close();
    },
  };
}
