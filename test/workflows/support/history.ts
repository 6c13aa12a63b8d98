import type { WorkflowHandle } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time';

export interface Timer {
  ms: number;
  ended: 'fired' | 'cancelled' | null;
}

/** The waits of an execution, in the order of their beginnings. */
export async function timersOf(handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<Timer[]> {
  const timers = new Map<string, Timer>();
  for (const event of (await handle.fetchHistory()).events ?? []) {
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
export async function scheduledBy(handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
  );
}

/** How many children an execution has asked for so far. */
export async function childrenOf(handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(
    ({ startChildWorkflowExecutionInitiatedEventAttributes: child }) => child?.workflowId ?? [],
  );
}
