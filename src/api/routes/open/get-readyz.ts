import { z } from 'zod';
import { ok } from '../../answer';
import { problem } from '../../problem';
import { route } from '../../route';

export const getReadyz = route({
  method: 'get',
  path: '/readyz',
  who: 'open',
  summary: 'Whether the database and Temporal answer',
  answers: {
    200: z.strictObject({ status: z.literal('ready'), database: z.literal('up'), temporal: z.literal('up') }),
  },
  problems: ['database_unavailable', 'temporal_unavailable'],

  async handle({ services, log }) {
    const [database, temporal] = await Promise.all(
      [services.database, services.temporal].map((part) =>
        part.ping().then(
          () => 'up' as const,
          (error: unknown) => {
            log.warn({ err: error }, 'a part is not ready');
            return 'away' as const;
          },
        ),
      ),
    );
    if (database === 'up' && temporal === 'up') return ok({ status: 'ready', database, temporal });
    return problem(
      database === 'up' ? 'temporal_unavailable' : 'database_unavailable',
      `The database is ${database}, Temporal is ${temporal}: requests that need it get 503 until it is back.`,
      { headers: { 'Retry-After': '5' }, more: { database, temporal } },
    );
  },
});
