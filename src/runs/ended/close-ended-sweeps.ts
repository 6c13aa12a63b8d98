import { and, eq, sql as expression, lt } from 'drizzle-orm';
import type { Database } from '../../database/database';
import { NOW } from '../../database/sql';
import { syncSweeps } from '../../database/tables/runs';
import type { TemporalClient } from '../../temporal/connect-client';
import { firstRunIdUnderWay } from '../../temporal/start-once';

/** Sweeps that stand as running though their workflow is over: they were ended from outside. Answers how many. */
export async function closeEndedSweeps({
  database,
  temporal,
}: {
  database: Database;
  temporal: TemporalClient;
}): Promise<number> {
  const { id, workflowId, status, startedAt } = syncSweeps;
  const open = await database.withSystem(({ db }) =>
    db
      .select({ id, workflowId })
      .from(syncSweeps)
      .where(and(eq(status, 'running'), lt(startedAt, expression`now() - interval '5 minutes'`))),
  );
  let closed = 0;
  for (const sweep of open) {
    if ((await firstRunIdUnderWay(temporal, sweep.workflowId)) === sweep.id) continue;
    const { rowCount } = await database.withSystem(({ db }) =>
      db
        .update(syncSweeps)
        .set({ status: 'failed', finishedAt: NOW })
        .where(and(eq(id, sweep.id), eq(status, 'running'))),
    );
    closed += rowCount ?? 0;
  }
  return closed;
}
