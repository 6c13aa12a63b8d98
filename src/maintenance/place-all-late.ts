import type { Database } from '../database/database';
import { placeUnplacedLate } from '../stores/freshness/late';
import { tenantIds } from './tenant-ids';

/** Tenant by tenant, in their own scope (I9). Answers how many stores were looked at. */
export async function placeAllLate(database: Database, beat: () => void): Promise<number> {
  let placed = 0;
  for await (const tenantId of tenantIds(database)) {
    placed += await database.withTenant(tenantId, placeUnplacedLate);
    beat();
  }
  return placed;
}
