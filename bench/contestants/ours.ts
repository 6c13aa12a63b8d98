import type { Store } from '../../src/stores/store';
import type { Servers } from '../servers/start-servers';
import { CATALOGUE_DATABASE, emptyCatalogue, rowsWrittenSince, transactionNow } from '../service/catalogue';
import { countHeartbeats } from '../service/count-heartbeats';
import { readHistory } from '../service/read-history';
import type { FinishedSync, Service } from '../service/start-service';
import type { Contestant } from './contestant';
import { OUR_PRODUCTS, ourVariants } from './our-rows';

const WHAT =
  'The service as built for production: the worker in its own process, Temporal’s dev server with a database file, validation, hashing, staging, manifest, change history, foreign keys, all indexes and row-level security. The clock runs from the start of the workflow to its result.';

/** The service. With `again` the catalogue is left as it is: a sync of what is stored already. */
export function ours(servers: Servers, service: Service, store: Store, { again = false } = {}): Contestant {
  return {
    name: 'ours',
    what: WHAT,
    catalogue: {
      database: CATALOGUE_DATABASE,
      products: OUR_PRODUCTS,
      variants: ourVariants(store.platform),
      whole: true,
    },
    reset: async () => {
      if (!again) await emptyCatalogue(servers);
    },
    async prepare() {
      const before = await transactionNow(servers);
      const heartbeats = await countHeartbeats(servers);
      let finished: FinishedSync | null = null;

      async function factsOf({ workflowId, runId, run }: FinishedSync): Promise<Record<string, number>> {
        const history = await readHistory(service.patient, workflowId, runId);
        const written = await rowsWrittenSince(servers, before);
        return {
          products: run.products.seen,
          rowsInProducts: written.products,
          rowsInVariants: written.variants,
          heartbeats: (await countHeartbeats(servers)) - heartbeats,
          ...history,
        };
      }
      return {
        processes: { contestant: service.workerPid(), Temporal: servers.temporal.program.pid() ?? 0 },
        async go() {
          finished = await service.sync(store);
          return { seconds: finished.seconds };
        },
        facts: async () => (finished ? factsOf(finished) : {}),
        end: async () => {},
      };
    },
  };
}
