import { type ScheduleDescription, ScheduleNotFoundError, type ScheduleUpdateOptions } from '@temporalio/client';
import type { TemporalClient } from '../connect-client';
import { sweptBy } from './read-schedules';
import { withTimes } from './spec';

export interface ScheduleChange {
  mode: string | undefined;
  everyMs: number | undefined;
  cron: string | undefined;
  timeZone: string | undefined;
  paused: boolean | undefined;
  /** Who changes it: stands beside a pause in the Temporal Web UI. */
  by: string;
}

export type UpdatedSchedule = 'updated' | 'not_found' | /** It starts no sweep, which alone has a mode. */ 'no_mode';

/** Changes what is given in the schedule itself; what it does not name stays, also what was changed in the Web UI. */
export async function updateSchedule(
  temporal: TemporalClient,
  id: string,
  change: ScheduleChange,
): Promise<UpdatedSchedule> {
  let hasMode = true;
  const changed = (before: ScheduleDescription): ScheduleUpdateOptions => {
    hasMode = sweptBy(before.action).mode !== null;
    return isRefused() ? before : changedSchedule(before, change);
  };
  const isRefused = () => change.mode !== undefined && !hasMode;
  try {
    await temporal.ask((client) => client.schedule.getHandle(id).update(changed));
    return isRefused() ? 'no_mode' : 'updated';
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return 'not_found';
    throw error;
  }
}

function changedSchedule(before: ScheduleDescription, change: ScheduleChange): ScheduleUpdateOptions {
  const { spec, policies, searchAttributes, typedSearchAttributes } = before;
  const { mode, paused, by } = change;
  const { action, state } = before;
  const [input, ...more] = action.args ?? [];
  return {
    spec: withTimes(spec, change),
    policies,
    searchAttributes,
    typedSearchAttributes,
    action: mode === undefined ? action : { ...action, args: [{ ...Object(input), mode }, ...more] },
    state: paused === undefined || paused === state.paused ? state : { ...state, paused, note: noteOf(paused, by) },
  };
}

const noteOf = (paused: boolean, by: string): string => `${paused ? 'Paused' : 'Resumed'} by ${by}, through the API`;
