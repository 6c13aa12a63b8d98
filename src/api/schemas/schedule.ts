import { z } from 'zod';
import type { ScheduleState } from '../../temporal/schedules/read-schedules';
import { Id, Moment, PlatformName } from './fields';

export const Schedule = z
  .strictObject({
    id: z.string(),
    description: z.string(),
    platform: PlatformName.nullable().meta({ description: 'Of sweeps' }),
    mode: z.string().nullable().meta({ description: 'Of sweeps' }),
    interval: z.string().nullable(),
    cron: z.string().nullable().meta({
      description: 'Both null: set in the Temporal Web UI to times that neither says alone; next_times are true',
    }),
    time_zone: z.string(),
    paused: z.boolean(),
    next_times: z.array(Moment).meta({ description: 'Up to five, jitter included; none while it is paused' }),
    last: z
      .strictObject({
        started_at: Moment,
        workflow_id: z.string(),
        status: z.string().nullable().meta({ description: 'As Temporal has it; null: it keeps it no more' }),
      })
      .nullable(),
    next_at: Moment.nullable(),
    last_at: Moment.nullable(),
    last_run_id: Id.nullable().meta({ description: 'Of a sweep: for GET /v1/sync-all/:run_id' }),
  })
  .meta({ id: 'Schedule' });

export function scheduleView({ timeZone, nextTimes, last, ...schedule }: ScheduleState): z.input<typeof Schedule> {
  return {
    ...schedule,
    description: descriptionOf(schedule),
    time_zone: timeZone,
    next_times: nextTimes.map((at) => at.toISOString()),
    last:
      last === null
        ? null
        : { started_at: last.startedAt.toISOString(), workflow_id: last.workflowId, status: last.status },
    next_at: nextTimes[0]?.toISOString() ?? null,
    last_at: last?.startedAt.toISOString() ?? null,
    last_run_id: last?.runId ?? null,
  };
}

function descriptionOf({ id, platform }: Pick<ScheduleState, 'id' | 'platform'>): string {
  if (platform !== null) return `Syncs the active ${platform} stores whose full sync has no cadence of its own`;
  return DESCRIPTIONS[id] ?? id;
}

const DESCRIPTIONS: Record<string, string> = {
  'sync-due-stores': 'Asks the stores that are due whether there is news, and syncs those that have some',
  'look-after-webhooks': 'Takes up what stores told and nobody has taken up yet',
  'look-after-alerts': 'Opens and solves alerts by what is wrong with stores',
  maintenance: 'Closes runs that were ended from outside, and removes what was kept long enough',
};
