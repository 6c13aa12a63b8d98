import { type SqlPart, sqlPart } from '../../database/sql';
import { hiddenUuid } from '../../database/uuid';
import type { RunReference } from '../../model/run-reference';

/**
 * Whether the run wrote the product before, whole or one group of it: then it was counted, and each product of a run is
 * counted once. `before`: its row.
 */
export function isWrittenByRun(run: RunReference, before: SqlPart): SqlPart {
  return sqlPart`
    exists (
      select from unnest(array[${before}.observation, ${before}.prices_observation, ${before}.stock_observation])
                  looks(observation)
       cross join lateral (
         select earlier.run_id from sync_pages earlier
          where earlier.tenant_id = ${hiddenUuid(run.tenantId)} and earlier.store_id = ${hiddenUuid(run.storeId)}
            and earlier.observation = looks.observation
          limit 1) page
       where page.run_id = ${run.id}::uuid)`;
}
