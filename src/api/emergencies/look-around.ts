import type { Logger } from 'pino';
import { reasonOf } from '../../process/reason-of';
import { readTaskQueues } from '../../temporal/task-queues';
import type { ApiServices } from '../http/services';
import type { Emergency } from './emergency';

export type Watched = Pick<ApiServices, 'database' | 'temporal'> & { log: Logger };

/** What is away now. Whether workers are there only Temporal knows: while it is away nothing is said of them. */
export async function lookAround({ database, temporal, log }: Watched): Promise<Set<Emergency>> {
  const away = new Set<Emergency>();
  const look = async (part: Emergency, isThere: () => Promise<boolean>) => {
    try {
      if (!(await isThere())) away.add(part);
    } catch (error) {
      log.debug({ part, reason: reasonOf(error) }, 'a part did not answer');
      away.add(part === 'workers' ? 'temporal' : part);
    }
  };
  await Promise.all([
    look('database', async () => {
      await database.ping();
      return true;
    }),
    look('workers', async () => {
      await temporal.ping();
      const queues = [temporal.taskQueue, temporal.deliveriesQueue];
      const states = await Promise.all(queues.map((name) => readTaskQueues(temporal, name)));
      return states.flat().every(({ pollers }) => pollers > 0);
    }),
  ]);
  return away;
}
