import { tsToDate } from '@temporalio/common/lib/time';
import type { TemporalClient } from './connect-client';

/** `temporal.api.enums.v1.TaskQueueType` */
const TYPES = { workflow: 1, activity: 2 } as const;

/** An idle worker asks again each minute; one that has not for longer is gone, or has all its places taken. */
const ASKS_WITHIN_MS = 90_000;

export interface TaskQueueState {
  name: string;
  /** Workers ask for both kinds of work, each on its own. */
  kind: keyof typeof TYPES;
  /** null: not within the last five minutes, as long as Temporal remembers. */
  lastPollAt: Date | null;
  /** Processes that asked within the last 90 seconds. */
  pollers: number;
  /** Tasks that nobody has taken yet, as Temporal counts them: approximately. */
  backlog: number;
}

/** Who asks for the work of our queue, or of the one for deliveries. */
export async function readTaskQueues(
  temporal: TemporalClient,
  name: string = temporal.taskQueue,
): Promise<TaskQueueState[]> {
  return Promise.all([readTaskQueue(temporal, name, 'workflow'), readTaskQueue(temporal, name, 'activity')]);
}

async function readTaskQueue(
  temporal: TemporalClient,
  name: string,
  kind: TaskQueueState['kind'],
): Promise<TaskQueueState> {
  const { pollers, stats } = await temporal.ask((client) =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name },
      taskQueueType: TYPES[kind],
      reportStats: true,
    }),
  );
  const polls = (pollers ?? []).flatMap(({ lastAccessTime }) => (lastAccessTime ? [tsToDate(lastAccessTime)] : []));
  polls.sort((a, b) => b.getTime() - a.getTime());
  return {
    name,
    kind,
    lastPollAt: polls[0] ?? null,
    pollers: polls.filter((at) => Date.now() - at.getTime() < ASKS_WITHIN_MS).length,
    backlog: Number(stats?.approximateBacklogCount ?? 0),
  };
}
