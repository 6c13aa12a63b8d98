import { z } from 'zod';
import { readSchedules } from '../../../temporal/schedules/read-schedules';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { route } from '../../http/route';
import { Schedule, scheduleView } from '../../schemas/schedule';

export const getSchedules = route({
  method: 'get',
  path: '/v1/schedules',
  operationId: 'listSchedules',
  who: 'operator',
  summary: 'List the schedules',
  description: 'As they are in Temporal: what was changed in its Web UI is shown.',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(Schedule) },

  async handle({ query, services }) {
    const schedules = await readSchedules(services.temporal);
    return answerPage(query, ['schedules'], async () => ({ items: schedules.map(scheduleView), next: null }));
  },
});
