import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { SCHEDULE_IDS, triggerSchedule } from '../../../temporal/schedules';
import { accepted } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';

export const postScheduleTrigger = route({
  method: 'post',
  path: '/v1/schedules/:id/trigger',
  operationId: 'triggerSchedule',
  who: 'operator',
  summary: 'Let a schedule act now',
  description: 'Unless its last sweep still runs.',
  params: z.strictObject({ id: z.string() }),
  answers: { 202: z.strictObject({ status: z.literal('accepted'), message: z.string(), schedule_id: z.string() }) },

  async handle({ caller, params: { id }, services }) {
    const triggered = SCHEDULE_IDS.some((known) => known === id) && (await triggerSchedule(services.temporal, id));
    if (!triggered) {
      return problem(
        'not_found',
        `There is no schedule ${id}: GET /v1/schedules lists them, npm run schedules makes them.`,
      );
    }
    await services.database.withSystem((sql) =>
      writeAuditLog(sql, {
        tenantId: null,
        action: 'all_stores_sync_triggered',
        actor: actorOf(caller),
        metadata: { schedule_id: id },
      }),
    );
    return accepted({ status: 'accepted', message: `${id} acts now`, schedule_id: id });
  },
});
