import type { RunView } from '../../runs/list-runs';
import { standingOfRun } from '../../runs/standing/look-at-run';
import { readTaskQueues } from '../../temporal/task-queues';
import type { ApiServices } from '../http/services';
import { inAHurry, openRunOf } from './look-after-run';

const CANCELLED = 'The run is cancelled';

/** What becomes of a cancel that Temporal has taken, in words: where nobody can carry it out yet, they say so. */
export async function effectOfCancel(services: ApiServices, tenantId: string, run: RunView): Promise<string> {
  const { log } = services;
  const temporal = inAHurry(services.temporal);
  try {
    const standing = await standingOfRun(temporal, openRunOf(tenantId, run));
    if (standing.kind !== 'over' && standing.kind !== 'goes_on') {
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
