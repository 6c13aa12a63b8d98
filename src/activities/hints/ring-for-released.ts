import type { RunReference } from '../../model/run-reference';
import { ringDoorbell } from '../../temporal/ring-doorbell';
import type { Dependencies } from '../dependencies';
import { logFieldsOf } from '../run-context';

/** What a run that is over has released is read by id at once. A bell that nobody hears is made up for within a minute. */
export async function ringForReleased(
  { database, temporal, logger }: Pick<Dependencies, 'database' | 'temporal' | 'logger'>,
  run: RunReference,
): Promise<void> {
  const { tenantId, storeId, platform } = run;
  const { rows } = await database.withTenant(
    tenantId,
    (sql) => sql<{ name: string }>`
      select name from stores
       where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid and paused_at is null and status = 'active'`,
  );
  const [store] = rows;
  if (store === undefined) return;
  try {
    await ringDoorbell(temporal, { tenantId, storeId, platform, storeName: store.name });
  } catch (error) {
    logger.warn({ ...logFieldsOf(run), err: error }, 'nobody was told of released hints; the next look finds them');
  }
}
