import { z } from 'zod';
import { SWEEP_STATUSES } from '../../../model/sweep';
import { readSweep } from '../../../runs/sweeps';
import { ok } from '../../http/answer';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id, Moment, PlatformName } from '../../schemas/fields';

const count = z.int();

const Sweep = z
  .strictObject({
    status: z.enum(SWEEP_STATUSES),
    platform: PlatformName.nullable().meta({ description: 'null: all of them' }),
    mode: z.string(),
    scheduled: count.meta({ description: 'Stores listed so far' }),
    running: count,
    waiting_to_retry: count,
    completed: count,
    completed_with_errors: count,
    awaiting_approval: count,
    cancelled: count,
    failed: z.record(z.string(), count).meta({ description: 'Error type to number of stores' }),
    already_running: count.meta({ description: 'Stores that another full run was under way for' }),
    deferred: count.meta({
      description:
        'Stores that a lesser run is under way for: tried again for a quarter of an hour; then their full runs are due at once',
    }),
    skipped: count.meta({ description: 'Stores that are paused or need attention' }),
    started_at: Moment,
    finished_at: Moment.nullable(),
  })
  .meta({ id: 'Sweep' });

export const getSyncAll = route({
  method: 'get',
  path: '/v1/sync-all/:run_id',
  operationId: 'getSyncOfAllStores',
  who: 'operator',
  summary: 'Read a sync of all stores',
  description: 'It ends without the stores that wait for a retry: those go on by themselves.',
  params: z.strictObject({ run_id: Id }),
  answers: { 200: Sweep },

  async handle({ params, services }) {
    const sweep = await services.database.withSystem((sql) => readSweep(sql, params.run_id));
    return sweep ? ok(sweep) : problem('not_found', `There is no sync of all stores with the run id ${params.run_id}.`);
  },
});
