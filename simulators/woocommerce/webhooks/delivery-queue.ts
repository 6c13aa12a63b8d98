import type { ShopClock } from '../../clock';

/** What waits to be delivered: the webhook and the object, never what the object was like. */
export type Waiting = { readonly webhookId: number; readonly id: bigint; readonly since: Date };

export type DeliveryQueue = {
  readonly length: number;
  /** Nothing when the same webhook waits to tell of the same object already. */
  add(webhookId: number, id: bigint): void;
  /** Takes out all that waits of one object. */
  take(id: bigint): readonly Waiting[];
  /** A visitor came: runs the queue when it is due. */
  visit(): void;
  /** Delivers until nothing waits any more, one after the other. */
  run(): Promise<void>;
  /** What waits is never delivered. */
  close(): void;
};

type QueueOptions = {
  clock: ShopClock;
  everySeconds: number;
  playJobs(): void;
  deliver(waiting: Waiting): Promise<unknown>;
};

/**
 * Action Scheduler's queue. WP-Cron runs it, at most as often as given, and only when somebody visits the shop: a quiet
 * shop's news waits.
 */
export function deliveryQueue({ clock, everySeconds, playJobs, deliver }: QueueOptions): DeliveryQueue {
  const waiting = new Map<string, Waiting>();
  let dueAt = nextDue();
  let running: Promise<void> | null = null;

  function nextDue(): number {
    return clock.now().getTime() + everySeconds * 1_000;
  }

  function run(): Promise<void> {
    running ??= untilEmpty().finally(() => {
      running = null;
    });
    return running;
  }

  async function untilEmpty(): Promise<void> {
    playJobs();
    for (const [key, next] of waiting) {
      waiting.delete(key);
      await deliver(next);
    }
  }

  return {
    get length() {
      return waiting.size;
    },
    add(webhookId, id) {
      const key = `${webhookId} ${id}`;
      if (!waiting.has(key)) waiting.set(key, { webhookId, id, since: clock.now() });
    },
    take(id) {
      const ofObject = [...waiting].filter(([, each]) => each.id === id);
      for (const [key] of ofObject) waiting.delete(key);
      return ofObject.map(([, each]) => each);
    },
    visit() {
      if (clock.now().getTime() < dueAt) return;
      dueAt = nextDue();
      void run();
    },
    run,
    close: () => waiting.clear(),
  };
}
