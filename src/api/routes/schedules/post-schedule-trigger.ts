import { z } from 'zod';
import { noteAsked, noteOutcomeApart } from '../../../logs/audit-log';
import { carryOut } from '../../../runs/carry-out';
import { SCHEDULE_IDS, triggerSchedule } from '../../../temporal/schedules';
import { noSuchSchedule } from '../../actions/no-such-schedule';
import { accepted } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';

export const postScheduleTrigger = route({
  method: 'post',
  path: '/v1/schedules/:id/trigger',
  operationId: 'triggerSchedule',
  who: 'operator',
  summary: 'Let a schedule act now',
  description: 'Unless its last sweep still runs.',
  params: z.strictObject({ id: z.string() }),
  audits: ['schedule_triggered'],
  answers: { 202: z.strictObject({ status: z.literal('accepted'), message: z.string(), schedule_id: z.string() }) },

  async handle({ caller, params: { id }, services }) {
    if (!SCHEDULE_IDS.some((known) => known === id)) return noSuchSchedule(id);
    const { database, temporal } = services;
    const asked = await database.withSystem((sql) =>
      noteAsked(sql, {
        tenantId: null,
        action: 'schedule_triggered',
        actor: actorOf(caller),
        metadata: { schedule_id: id },
      }),
    );
    const { kind, ...started } = await carryOut(database, asked, () => triggerSchedule(temporal, id));
    const { outcome, ...more } = OUTCOMES[kind];
    const ids = 'runId' in started ? { task_id: started.runId, workflow_id: started.workflowId } : {};
    await noteOutcomeApart(database, asked, outcome, { ...more, ...ids });
    if (kind === 'not_found') return noSuchSchedule(id);
    return accepted({ status: 'accepted', message: `${id} ${MESSAGES[kind]}`, schedule_id: id });
  },
});

const OUTCOMES = {
  not_found: { outcome: 'refused', reason: 'not_found' },
  skipped: { outcome: 'refused', reason: 'last_sweep_still_runs' },
  started: { outcome: 'done' },
  told: { outcome: 'done' },
} as const;

const MESSAGES = {
  skipped: 'starts nothing: its last sweep still runs',
  started: 'acts now',
  told: 'acts now',
} as const;
