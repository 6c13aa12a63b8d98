import { randomUUID } from 'node:crypto';
import { tsToDate } from '@temporalio/common/lib/time';
import type { TemporalClient } from '../../../src/temporal/connect-client';
import { type Check, skipped } from '../check';
import { clockFinding } from '../clock-finding';

/** `temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY` */
const ACTIVITY = 2;
const LOOKS = 20;
const LOOK_MS = 100;

/**
 * Temporal tells its time nowhere. It notes when somebody asked a queue for work, so this asks a queue of its own for some
 * and reads what was noted; nothing is started, and nothing of it stays.
 */
export const temporalClock: Check = {
  name: 'temporal clock',
  needs: ['temporal', 'temporal namespace'],
  async look({ temporal, limits: { now } }) {
    const queue = `doctor-${randomUUID()}`;
    const asking = new AbortController();
    const before = now();
    const asked = askForWork(temporal, queue, asking.signal);
    try {
      for (let look = 0; look < LOOKS; look += 1) {
        const noted = await noticedAt(temporal, queue);
        if (noted !== null) return clockFinding('Temporal', { before, after: now() }, noted);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      return skipped('Temporal did not say when it was asked');
    } finally {
      asking.abort();
      await asked;
    }
  },
};

/** Ends when it is aborted: nobody gives work to this queue. */
async function askForWork(temporal: TemporalClient, queue: string, signal: AbortSignal): Promise<void> {
  const poll = temporal.ask(
    (client) =>
      client.connection.withAbortSignal(signal, () =>
        client.workflowService.pollActivityTaskQueue({
          namespace: client.options.namespace,
          taskQueue: { name: queue },
          identity: 'doctor',
        }),
      ),
    LOOKS * LOOK_MS + 10_000,
  );
  await poll.catch(() => undefined);
}

async function noticedAt(temporal: TemporalClient, queue: string): Promise<Date | null> {
  const { pollers } = await temporal.ask((client) =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: queue },
      taskQueueType: ACTIVITY,
    }),
  );
  const at = pollers?.[0]?.lastAccessTime;
  return at ? tsToDate(at) : null;
}
