import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ok } from '../../http/answer';
import { problem } from '../../http/problem';
import { route } from '../../http/route';

/** A server that takes connections and never answers is not ready either. */
const PATIENCE_MS = 5_000;

export const getReadyz = route({
  method: 'get',
  path: '/readyz',
  operationId: 'getReadiness',
  who: 'open',
  summary: 'Whether the database and Temporal answer',
  answers: {
    200: z.strictObject({ status: z.literal('ready'), database: z.literal('up'), temporal: z.literal('up') }),
  },
  problems: ['database_unavailable', 'temporal_unavailable'],

  async handle({ services }) {
    const [database, temporal] = await Promise.all(
      [services.database, services.temporal].map((part) =>
        inTime(part.ping()).then(
          () => 'up' as const,
          (error: unknown) => {
            services.log.warn({ err: error }, 'a part is not ready');
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

async function inTime(ping: Promise<void>): Promise<void> {
  const late = new AbortController();
  const timeout = wait(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`no answer within ${PATIENCE_MS} ms`);
  });
  try {
    await Promise.race([ping, timeout]);
  } finally {
    late.abort();
    timeout.catch(() => {});
  }
}
