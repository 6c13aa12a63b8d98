import { z } from 'zod';
import { readSchedules } from '../../../temporal/schedules';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { route } from '../../http/route';
import { Id, Moment, PlatformName } from '../../schemas/fields';

const Schedule = z
  .strictObject({
    id: z.string(),
    platform: PlatformName,
    mode: z.string(),
    paused: z.boolean(),
    next_at: Moment.nullable(),
    last_at: Moment.nullable(),
    last_run_id: Id.nullable().meta({ description: 'For GET /v1/sync-all/:run_id' }),
  })
  .meta({ id: 'Schedule' });

export const getSchedules = route({
  method: 'get',
  path: '/v1/schedules',
  operationId: 'listSchedules',
  who: 'operator',
  summary: 'List the schedules',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(Schedule) },

  async handle({ query, services }) {
    const schedules = await readSchedules(services.temporal);
    const items = schedules.map(({ nextAt, lastAt, lastRunId, ...schedule }) => ({
      ...schedule,
      next_at: nextAt,
      last_at: lastAt,
      last_run_id: lastRunId,
    }));
    return answerPage(query, ['schedules'], async () => ({ items, next: null }));
  },
});
