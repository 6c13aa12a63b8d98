import type { Client, WorkflowHandle } from '@temporalio/client';

/** What a run left in Temporal, over all executions of its chain. */
export interface HistoryFacts {
  /** Executions: more than one after continue-as-new. */
  executions: number;
  events: number;
  bytes: number;
  /** Of the longest execution: what the server's limits are about. */
  mostEvents: number;
  mostBytes: number;
  /** As Temporal Cloud counts actions, without heartbeats, which no history shows. */
  actions: number;
  activities: number;
}

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** Events that are one action each. A retried activity counts again, see below. */
const ACTIONS = [
  'workflowExecutionStartedEventAttributes',
  'activityTaskScheduledEventAttributes',
  'timerStartedEventAttributes',
  'workflowExecutionSignaledEventAttributes',
  'workflowExecutionUpdateAcceptedEventAttributes',
  'upsertWorkflowSearchAttributesEventAttributes',
  'startChildWorkflowExecutionInitiatedEventAttributes',
  'signalExternalWorkflowExecutionInitiatedEventAttributes',
  'markerRecordedEventAttributes',
] as const satisfies readonly (keyof Event)[];

export async function readHistory(client: Client, workflowId: string, firstRunId: string): Promise<HistoryFacts> {
  const facts = { executions: 0, events: 0, bytes: 0, mostEvents: 0, mostBytes: 0, actions: 0, activities: 0 };
  let runId: string | null = firstRunId;
  while (runId) {
    const handle: WorkflowHandle = client.workflow.getHandle(workflowId, runId);
    const events: Event[] = (await handle.fetchHistory()).events ?? [];
    const { raw } = await handle.describe();
    const bytes = Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0);
    facts.executions += 1;
    facts.events += events.length;
    facts.bytes += bytes;
    facts.mostEvents = Math.max(facts.mostEvents, events.length);
    facts.mostBytes = Math.max(facts.mostBytes, bytes);
    facts.actions += events.reduce((sum, event) => sum + actionsOf(event), 0);
    facts.activities += events.filter((event) => event.activityTaskScheduledEventAttributes).length;
    runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? null;
  }
  return facts;
}

function actionsOf(event: Event): number {
  const retries = (event.activityTaskStartedEventAttributes?.attempt ?? 1) - 1;
  return retries + (ACTIONS.some((name) => event[name]) ? 1 : 0);
}
