import { z } from 'zod';
import { noteAsked, noteOutcomeApart } from '../../../logs/audit-log';
import { durationMs } from '../../../model/freshness/durations';
import { carryOut } from '../../../runs/carry-out';
import { CronText, Every, TimeZone } from '../../../stores/freshness/settings';
import { isScheduleId, readSchedule } from '../../../temporal/schedules/read-schedules';
import { updateSchedule } from '../../../temporal/schedules/update-schedule';
import { noSuchSchedule } from '../../actions/no-such-schedule';
import { ok } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Schedule, scheduleView } from '../../schemas/schedule';

const Change = z
  .strictObject({
    mode: z.literal('full', { error: 'only "full" is available for all stores' }).meta({ description: 'Of sweeps' }),
    interval: Every,
    cron: CronText,
    time_zone: TimeZone,
    paused: z.boolean(),
  })
  .partial()
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'must name something to change')
  .refine(({ interval, cron }) => interval === undefined || cron === undefined, 'must be interval or cron, not both');

export const putSchedule = route({
  method: 'put',
  path: '/v1/schedules/:id',
  operationId: 'changeSchedule',
  who: 'operator',
  summary: 'Change when a schedule acts, or pause it',
  description:
    'Changes the Temporal schedule itself. What is absent stays as it is there: jitter, policies, and what was changed in the Web UI.',
  params: z.strictObject({ id: z.string().max(200) }),
  body: Change,
  audits: ['schedule_updated'],
  answers: { 200: Schedule },

  async handle({ caller, params: { id }, body, services }) {
    if (!isScheduleId(id)) return noSuchSchedule(id);
    const { database, temporal } = services;
    const actor = actorOf(caller);
    const asked = await database.withSystem((sql) =>
      noteAsked(sql, { tenantId: null, action: 'schedule_updated', actor, metadata: { schedule_id: id, ...body } }),
    );
    const { mode, cron, time_zone: timeZone, paused } = body;
    const everyMs = body.interval === undefined ? undefined : (durationMs(body.interval) ?? undefined);
    const change = { mode, everyMs, cron, timeZone, paused, by: actor.name ?? actor.kind };
    const outcome = await carryOut(database, asked, () => updateSchedule(temporal, id, change));
    const metadata = outcome === 'updated' ? {} : { reason: outcome };
    await noteOutcomeApart(database, asked, outcome === 'updated' ? 'done' : 'refused', metadata);
    if (outcome === 'no_mode') return NO_MODE;
    const schedule = outcome === 'updated' ? await readSchedule(temporal, id) : null;
    return schedule === null ? noSuchSchedule(id) : ok(scheduleView(schedule));
  },
});

const NO_MODE = problem('invalid_request', 'Leave the mode out: this schedule starts no sync of all stores.', {
  errors: [{ path: 'mode', message: 'is not known here' }],
});
