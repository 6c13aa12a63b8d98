import { z } from 'zod';
import { readTaskQueues } from '../../../temporal/task-queues';
import { onceAMoment } from '../../actions/once-a-moment';
import { partsOf } from '../../actions/parts-of';
import { ok } from '../../http/answer';
import { problem } from '../../http/problem';
import { route } from '../../http/route';

export const getReadyz = route({
  method: 'get',
  path: '/readyz',
  operationId: 'getReadiness',
  who: 'open',
  summary: 'Whether the database and Temporal answer',
  description: 'That no worker runs makes it no less ready: `?verbose` counts them, GET /v1/health tells more.',
  query: z.strictObject({ verbose: z.enum(['', 'true', 'false']).optional() }),
  answers: {
    200: z.strictObject({
      status: z.literal('ready'),
      database: z.literal('up'),
      temporal: z.literal('up'),
      workers: z.int().nullable().optional().meta({
        description: 'With `verbose`: how many ask for work. null: Temporal did not say',
      }),
    }),
  },
  problems: ['database_unavailable', 'temporal_unavailable'],

  async handle({ query: { verbose = 'false' }, services }) {
    const { database, temporal } = await partsOf(services);
    if (database === 'up' && temporal === 'up') {
      const more = verbose === 'false' ? {} : { workers: await countWorkers(services) };
      return ok({ status: 'ready', database, temporal, ...more });
    }
    return problem(
      database === 'up' ? 'temporal_unavailable' : 'database_unavailable',
      `The database is ${database}, Temporal is ${temporal}: requests that need it get 503 until it is back.`,
      { headers: { 'Retry-After': '5' }, more: { database, temporal } },
    );
  },
});

/** Those that ask for both kinds of work. */
const countWorkers = onceAMoment(async ({ temporal, log }): Promise<number | null> => {
  try {
    return Math.min(...(await readTaskQueues(temporal)).map(({ pollers }) => pollers));
  } catch (error) {
    log.warn({ err: error }, 'Temporal could not be asked about the work');
    return null;
  }
});
