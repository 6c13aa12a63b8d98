import type { WorkflowExecutionDescription } from '@temporalio/client';
import { tsToDate } from '@temporalio/common/lib/time';
import { oneLine } from '../model/one-line';
import type { Standstill } from '../model/standstill';
import type { TemporalClient } from './connect-client';
import { describeOpen, firstRunIdOf } from './start-once';

/** How a run fares by its workflow: one that is `over` should have closed its row. */
export type Standing = { kind: 'over' } | { kind: 'goes_on' } | Standstill;

/** `runId`: its first execution's; null for whichever is open under that id. */
export interface LookedAt {
  workflowId: string;
  runId: string | null;
}

/** One question to Temporal, and a second one about a workflow whose task was tried before. */
export async function standingOf(temporal: TemporalClient, { workflowId, runId }: LookedAt): Promise<Standing> {
  const description = await describeOpen(temporal, workflowId);
  if (description === null || (runId !== null && firstRunIdOf(description) !== runId)) return { kind: 'over' };
  const { raw } = description;
  const failed = (raw.pendingWorkflowTask?.attempt ?? 1) > 1 ? await lastTaskOf(temporal, description) : null;
  return standstillIn(raw, failed, Date.now()) ?? { kind: 'goes_on' };
}

/** Numbers of `temporal.api.enums.v1`: EventType, PendingWorkflowTaskState and PendingActivityState. */
const TASK = { completed: 7, timedOut: 8, failed: 9 } as const;
const SCHEDULED = 1;

/** How a workflow's last task ended, and why where it failed. */
export interface EndedTask {
  timedOut: boolean;
  why: string;
}

/** Other events may have come since, such as signals: of the last ones, the newest that ended a task. */
async function lastTaskOf(
  temporal: TemporalClient,
  { workflowId, runId }: WorkflowExecutionDescription,
): Promise<EndedTask | null> {
  const { history } = await temporal.ask((client) =>
    client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 50,
    }),
  );
  const ends: unknown[] = Object.values(TASK);
  const last = history?.events?.find(({ eventType }) => ends.includes(eventType));
  if (last === undefined || Number(last.eventType) === TASK.completed) return null;
  const why = last.workflowTaskFailedEventAttributes?.failure?.message;
  return {
    timedOut: Number(last.eventType) === TASK.timedOut,
    why: why ? oneLine(why).slice(0, 500) : 'no reason given',
  };
}

/** A task that failed once is tried again at once: only what lasts is told. */
const SURE_AFTER_MS = 10_000;
const UNWORKED_AFTER_MS = 60_000;

/** Tries after which a failure is no chance: of a step that no worker knows, of a task that nobody answers. */
const TRIES = 3;

type Raw = Pick<
  WorkflowExecutionDescription['raw'],
  'workflowExtendedInfo' | 'pendingWorkflowTask' | 'pendingActivities'
>;

/** What an open workflow's description says of that; null while it goes on. */
export function standstillIn(raw: Raw, task: EndedTask | null, now: number): Standstill | null {
  const found = pauseIn(raw) ?? faultIn(raw, task, now) ?? unworkedIn(raw, now);
  if (found === null || !raw.workflowExtendedInfo?.cancelRequested) return found;
  return { ...found, message: `${found.message} It was asked to cancel, which nobody can carry out until then.` };
}

function pauseIn({ workflowExtendedInfo, pendingActivities }: Raw): Standstill | null {
  const pausedTime = workflowExtendedInfo?.pauseInfo?.pausedTime;
  if (pausedTime) {
    return {
      kind: 'paused',
      since: tsToDate(pausedTime),
      message: 'Somebody paused the workflow in Temporal. Unpause it there, or cancel the run.',
    };
  }
  const step = pendingActivities?.find(({ paused }) => paused);
  const since = step?.pauseInfo?.pauseTime ?? step?.scheduledTime;
  if (!step || !since) return null;
  const message = `Somebody paused the step ${step.activityType?.name} in Temporal. Unpause it there, or cancel the run.`;
  return { kind: 'paused', since: tsToDate(since), message };
}

const GOES_ON = 'What was merged stays; the run goes on when workers with the fitting code run.';

function faultIn({ pendingWorkflowTask, pendingActivities }: Raw, task: EndedTask | null, now: number) {
  const scheduled = pendingWorkflowTask?.originalScheduledTime ?? pendingWorkflowTask?.scheduledTime;
  if (task !== null && scheduled) {
    const since = tsToDate(scheduled);
    const lasts =
      now - since.getTime() >= SURE_AFTER_MS && (!task.timedOut || (pendingWorkflowTask?.attempt ?? 1) >= TRIES);
    const why = task.timedOut ? 'workers take up its next step and never answer' : task.why;
    if (lasts) return { kind: 'stuck', since, message: `The workflow cannot go on: ${why}. ${GOES_ON}` } as const;
  }
  const unknown = pendingActivities?.find(
    ({ attempt, lastFailure }) =>
      (attempt ?? 1) >= TRIES && lastFailure?.applicationFailureInfo?.type === 'NotFoundError',
  );
  const since = unknown?.lastAttemptCompleteTime ?? unknown?.scheduledTime;
  if (!unknown || !since) return null;
  const message = `The workers have no step ${unknown.activityType?.name}, which is tried again and again. ${GOES_ON}`;
  return { kind: 'stuck', since: tsToDate(since), message } as const;
}

function unworkedIn({ pendingWorkflowTask, pendingActivities }: Raw, now: number): Standstill | null {
  const waiting = [
    ...(pendingWorkflowTask?.state === SCHEDULED ? [pendingWorkflowTask.originalScheduledTime] : []),
    ...(pendingActivities ?? []).map(({ state, scheduledTime }) => (state === SCHEDULED ? scheduledTime : null)),
  ].flatMap((time) => (time ? [tsToDate(time)] : []));
  const since = waiting.sort((a, b) => a.getTime() - b.getTime())[0];
  if (since === undefined || now - since.getTime() < UNWORKED_AFTER_MS) return null;
  const message = `No worker has taken up its next step since ${since.toISOString()}. It goes on when one does: see that a worker runs, or that those that run are not too few.`;
  return { kind: 'no_worker', since, message };
}
