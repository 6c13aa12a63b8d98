import {
  type ScheduleDescription,
  ScheduleNotFoundError,
  type WorkflowExecutionStatusName,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { PLATFORMS, type Platform } from '../../model/platform';
import type { TemporalClient } from '../connect-client';
import { EVERY_SCHEDULE_ID } from '../schedules';
import { type ScheduleTimes, timesOf } from './spec';

/** Next times that are told. */
const TIMES_TOLD = 5;

/** As Temporal has it, in the lower case that the API says it in. */
type StartedStatus = Lowercase<WorkflowExecutionStatusName>;

export interface ScheduleState extends ScheduleTimes {
  id: string;
  /** Of sweeps. */
  platform: Platform | null;
  mode: string | null;
  timeZone: string;
  paused: boolean;
  /** As Temporal will act, jitter included; none while it is paused. */
  nextTimes: Date[];
  last: {
    startedAt: Date;
    workflowId: string;
    /** First run id of the workflow that it started. */
    runId: string;
    /** null where Temporal keeps its history no more. */
    status: StartedStatus | null;
  } | null;
}

export const isScheduleId = (id: string): boolean => EVERY_SCHEDULE_ID.includes(id);

/** The schedules of ours that exist, as they are: an operator may change them in the Temporal Web UI. */
export async function readSchedules(temporal: TemporalClient): Promise<ScheduleState[]> {
  const states = await Promise.all(EVERY_SCHEDULE_ID.map((id) => readSchedule(temporal, id)));
  return states.filter((state) => state !== null);
}

/** null when it does not exist. */
export async function readSchedule(temporal: TemporalClient, id: string): Promise<ScheduleState | null> {
  try {
    const described = await temporal.ask((client) => client.schedule.getHandle(id).describe());
    const { spec, action, state, info } = described;
    return {
      id,
      ...sweptBy(action),
      ...timesOf(spec),
      timeZone: spec.timezone || 'UTC',
      paused: state.paused,
      nextTimes: state.paused ? [] : info.nextActionTimes.slice(0, TIMES_TOLD),
      last: await lastOf(temporal, info),
    };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

async function lastOf(temporal: TemporalClient, info: ScheduleDescription['info']): Promise<ScheduleState['last']> {
  const last = info.recentActions.at(-1);
  if (last === undefined) return null;
  const { workflowId, firstExecutionRunId: runId } = last.action.workflow;
  return { startedAt: last.takenAt, workflowId, runId, status: await statusOf(temporal, workflowId) };
}

async function statusOf(temporal: TemporalClient, workflowId: string): Promise<StartedStatus | null> {
  try {
    const { status } = await temporal.ask((client) => client.workflow.getHandle(workflowId).describe());
    return lowerCase(status.name);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** TypeScript knows the type `Lowercase`, and does not say that `toLowerCase` answers it. */
const lowerCase = <Name extends string>(name: Name) => name.toLowerCase() as Lowercase<Name>;

/** What a sweep's schedule hands to it. */
export function sweptBy({ args = [] }: ScheduleDescription['action']): Pick<ScheduleState, 'platform' | 'mode'> {
  const [input] = args;
  if (typeof input !== 'object' || input === null || !('mode' in input) || typeof input.mode !== 'string') {
    return { platform: null, mode: null };
  }
  const platform = PLATFORMS.find((name) => 'platform' in input && input.platform === name) ?? null;
  return { platform, mode: input.mode };
}
