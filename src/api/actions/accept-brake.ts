import { BRAKES, type Brake } from '../../model/run-errors';
import type { RunView } from '../../runs/list-runs';
import { type Answer, accepted } from '../http/answer';
import { actorOf, type TenantCaller } from '../http/caller';
import { problem } from '../http/problem';
import type { ApiServices } from '../http/services';
import { askOfConnectedStore } from './connected-store';
import { startForCaller } from './start-for-caller';

/** The brake that a run failed on; null when it did not. */
export function brakeOf(run: RunView): Brake | null {
  return BRAKES.find((brake) => run.status === 'failed' && run.error?.type === brake) ?? null;
}

/** Somebody looked and says that it is right: a new run of the store goes through what stopped the other one. */
export async function acceptBrake(
  services: ApiServices,
  caller: TenantCaller,
  run: RunView,
  brake: Brake,
): Promise<Answer> {
  const audit = { action: 'brake_accepted', actor: actorOf(caller), metadata: { run_id: run.id, brake } } as const;
  const found = await services.database.withTenant(caller.tenant.id, (sql) =>
    askOfConnectedStore(sql, run.store_id, audit),
  );
  if (found.kind === 'problem') return found;
  const wanted = { mode: 'full' as const, accepted: [brake] };
  const started = await startForCaller(services, found.store, wanted, found.asked, () => false);
  if (started.kind === 'problem') return started;
  const { workflowId, runId, alreadyRunning } = started;
  if (alreadyRunning) {
    return problem(
      'conflict',
      'Another run of the store is under way, which has the brake on: wait for it, or cancel it.',
      {
        more: { running: { run_id: runId, workflow_id: workflowId, mode: started.run.mode } },
      },
    );
  }
  return accepted({
    status: 'accepted',
    message: 'A new run goes through what stopped this one',
    workflow_id: workflowId,
    run_id: runId,
  });
}
