import { z } from 'zod';
import { previewOf } from '../../../stores/freshness/preview';
import { CronText, Every, TimeZone } from '../../../stores/freshness/settings';
import { ok } from '../../http/answer';
import { route } from '../../http/route';
import { Moment } from '../../schemas/fields';

const TIMES = 5;

const Timing = z
  .strictObject({ interval: Every.optional(), cron: CronText.optional(), time_zone: TimeZone.default('UTC') })
  .refine(({ interval, cron }) => (interval === undefined) !== (cron === undefined), 'must have interval or cron');

export const postSchedulePreview = route({
  method: 'post',
  path: '/v1/schedules/preview',
  operationId: 'previewSchedule',
  who: 'integrations:view',
  summary: 'See when an interval or a cron would act',
  description:
    'Before it is saved, for a schedule or a store’s cadence. A store is due at a place of its own behind these times: within the interval, or within five minutes of a cron’s.',
  body: Timing,
  audits: { nothing: 'it only counts with what it is sent' },
  answers: {
    200: z.strictObject({
      next_times: z.array(Moment),
      runs_a_day: z.number().meta({ description: 'On average over a year' }),
    }),
  },

  handle: async ({ body }) => preview(body),
  overAll: async (_, { body }) => preview(body),
});

function preview({ interval, cron, time_zone: timeZone }: z.output<typeof Timing>) {
  const timing = cron === undefined ? { every: interval ?? '' } : { cron };
  const { nextTimes, runsADay } = previewOf(timing, { timeZone, after: new Date(), times: TIMES });
  return ok({ next_times: nextTimes, runs_a_day: runsADay });
}
