import { setTimeout as wait } from 'node:timers/promises';
import { onceAMoment } from './once-a-moment';

/** A server that takes connections and never answers is not ready either. */
const PATIENCE_MS = 5_000;

interface Parts {
  database: 'up' | 'away';
  temporal: 'up' | 'away';
}

/** Whether the database and Temporal answer. */
export const partsOf = onceAMoment(async ({ database, temporal, log }): Promise<Parts> => {
  const answers = (part: { ping(): Promise<void> }) =>
    inTime(part.ping()).then(
      () => 'up' as const,
      (error: unknown) => {
        log.warn({ err: error }, 'a part is not ready');
        return 'away' as const;
      },
    );
  const [databaseIs, temporalIs] = await Promise.all([answers(database), answers(temporal)]);
  return { database: databaseIs, temporal: temporalIs };
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
