import type { WorkflowHandle } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time';

type History = Pick<WorkflowHandle, 'fetchHistory'>;

type HistoryEvents = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>;

const eventsOf = async (handle: History): Promise<HistoryEvents> => (await handle.fetchHistory()).events ?? [];

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

/** Whether an execution knows that the activity has ended, one way or another, and has said what comes next. */
export async function knowsTheEndOf(handle: History, activity: string): Promise<boolean> {
  const events = await eventsOf(handle);
  const scheduled = events.find((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activity);
  return hasWorkedOn(events, (event) =>
    [
      event.activityTaskCompletedEventAttributes,
      event.activityTaskFailedEventAttributes,
      event.activityTaskCanceledEventAttributes,
    ].some((ended) => ended?.scheduledEventId?.eq(scheduled?.eventId ?? -1)),
  );
}

export const knowsOfChildFailure = async (handle: History) =>
  hasWorkedOn(await eventsOf(handle), (event) => Boolean(event.childWorkflowExecutionFailedEventAttributes));

export const knowsOfCancel = async (handle: History) =>
  hasWorkedOn(await eventsOf(handle), (event) => Boolean(event.workflowExecutionCancelRequestedEventAttributes));

function hasWorkedOn(events: HistoryEvents, isMeant: (event: HistoryEvents[number]) => boolean): boolean {
  const index = events.findIndex(isMeant);
  return index >= 0 && events.slice(index).some((event) => event.workflowTaskCompletedEventAttributes);
}

/** The workflow ids of the children that an execution has asked for so far. */
export async function childrenOf(handle: History): Promise<string[]> {
  return (await eventsOf(handle)).flatMap(
    ({ startChildWorkflowExecutionInitiatedEventAttributes: child }) => child?.workflowId ?? [],
  );
}
