import type { WorkflowHandle } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time';

type History = Pick<WorkflowHandle, 'fetchHistory'>;

const eventsOf = async (handle: History) => (await handle.fetchHistory()).events ?? [];

export interface Timer {
  ms: number;
  ended: 'fired' | 'cancelled' | null;
}

/** The waits of an execution, in the order of their beginnings. */
export async function timersOf(handle: History): Promise<Timer[]> {
  const timers = new Map<string, Timer>();
  for (const event of await eventsOf(handle)) {
    const { timerStartedEventAttributes: started } = event;
    if (started) timers.set(started.timerId ?? '', { ms: tsToMs(started.startToFireTimeout), ended: null });
    const fired = timers.get(event.timerFiredEventAttributes?.timerId ?? '');
    if (fired) fired.ended = 'fired';
    const cancelled = timers.get(event.timerCanceledEventAttributes?.timerId ?? '');
    if (cancelled) cancelled.ended = 'cancelled';
  }
  return [...timers.values()];
}

/** The activities that an execution has asked for so far, whether a worker has them in hand or not. */
export async function scheduledBy(handle: History): Promise<string[]> {
  return (await eventsOf(handle)).flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
  );
}

/** Whether the workflow knows that the activity has ended, and said what comes next. */
export async function hasTakenIn(handle: History, name: string): Promise<boolean> {
  const events = await eventsOf(handle);
  const scheduled = events.find((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === name);
  const ended = events.findIndex(
    (event) =>
      scheduled !== undefined &&
      [
        event.activityTaskCompletedEventAttributes,
        event.activityTaskFailedEventAttributes,
        event.activityTaskCanceledEventAttributes,
      ].some((attributes) => attributes?.scheduledEventId?.eq(scheduled.eventId ?? -1)),
  );
  return ended >= 0 && events.slice(ended).some((event) => event.workflowTaskCompletedEventAttributes);
}

/** The workflow ids of the children that an execution has asked for so far. */
export async function childrenOf(handle: History): Promise<string[]> {
  return (await eventsOf(handle)).flatMap(
    ({ startChildWorkflowExecutionInitiatedEventAttributes: child }) => child?.workflowId ?? [],
  );
}

/** Whether an execution has worked on the news that a child of it failed. */
export async function knowsOfFailure(handle: History): Promise<boolean> {
  const events = await eventsOf(handle);
  const failed = events.findIndex((event) => event.childWorkflowExecutionFailedEventAttributes);
  return failed >= 0 && events.slice(failed).some((event) => event.workflowTaskCompletedEventAttributes);
}
