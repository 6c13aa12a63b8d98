import type { Database } from '../../database/database';
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
  const { rows: open } = await database.withSystem(
    (sql) => sql<{ id: string; workflow_id: string }>`
      select id, workflow_id from sync_sweeps
       where status = 'running' and started_at < now() - interval '5 minutes'`,
  );
  let closed = 0;
  for (const { id, workflow_id } of open) {
    if ((await firstRunIdUnderWay(temporal, workflow_id)) === id) continue;
    const { rowCount } = await database.withSystem(
      (sql) => sql`
        update sync_sweeps set status = 'failed', finished_at = now()
         where id = ${id}::uuid and status = 'running'`,
    );
    closed += rowCount ?? 0;
  }
  return closed;
}
