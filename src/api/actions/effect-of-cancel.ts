import type { RunView } from '../../runs/list-runs';
import { standingOfRun } from '../../runs/standing/look-at-run';
import { unpauseWorkflow } from '../../temporal/control-run';
import { readTaskQueues } from '../../temporal/task-queues';
import type { ApiServices } from '../http/services';
import { inAHurry, openRunOf } from './look-after-run';

const CANCELLED = 'The run is cancelled';

/**
 * What becomes of a cancel that Temporal has taken, in words. A run that is paused there is unpaused, so that it ends;
 * where nobody can carry the cancel out yet, the answer says so.
 */
export async function effectOfCancel(services: ApiServices, tenantId: string, run: RunView): Promise<string> {
  const { log } = services;
  const temporal = inAHurry(services.temporal);
  try {
    const standing = await standingOfRun(temporal, openRunOf(tenantId, run));
    if (standing.kind === 'paused') {
      return (await unpauseWorkflow(temporal, run.workflow_id, 'The run was cancelled'))
        ? `${CANCELLED}. It was paused in Temporal, and is unpaused there so that it can end`
        : 'The cancel is noted. The run is paused in Temporal: it ends when somebody unpauses it there';
    }
    if (standing.kind === 'stuck' || standing.kind === 'no_worker') {
      return `The cancel is noted, and takes effect when the run can go on. ${standing.message}`;
    }
    const [workflows] = await readTaskQueues(temporal);
    return workflows?.pollers === 0
      ? 'The cancel is noted, and takes effect when a worker runs: none has asked for work for 90 seconds'
      : CANCELLED;
  } catch (error) {
    log.warn({ err: error, run_id: run.id }, 'could not ask Temporal what becomes of the cancel');
    return CANCELLED;
  }
}
