import { noteAsked, noteOutcomeApart } from '../../logs/audit-log';
import { carryOut } from '../../runs/carry-out';
import type { StartedRun } from '../../runs/start-run';
import { retryRunNow } from '../../temporal/control-run';
import { actorOf, type TenantCaller } from '../http/caller';
import type { ApiServices } from '../http/services';

/** Lets a run go on that waits, for its own retry or because the store asked for time. */
export async function endWait({ database, temporal }: ApiServices, caller: TenantCaller, started: StartedRun) {
  const tenantId = caller.tenant.id;
  const { runId, workflowId, run } = started;
  const metadata = { run_id: runId, workflow_id: workflowId, store_id: run.store_id };
  const asked = await database.withTenant(tenantId, (sql) =>
    noteAsked(sql, { tenantId, action: 'sync_retried_now', actor: actorOf(caller), metadata }),
  );
  await carryOut(database, asked, () => retryRunNow(temporal, started));
  await noteOutcomeApart(database, asked, 'done');
}
