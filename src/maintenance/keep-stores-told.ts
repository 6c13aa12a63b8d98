import type { Database } from '../database/database';
import { fillDays } from '../stores/days/fill-days';
import { placeUnplacedLate } from '../stores/freshness/late';
import { tenantIds } from './tenant-ids';

export interface KeptOfStores {
  /** Stores of which it was not known when they are late, or that never are. */
  latePlaced: number;
  /** Days of stores on which a number of products was missing, or another one. */
  daysFilled: number;
}

/** What lists and trends ask of stores and no run wrote. Tenant by tenant, in their own scope (I9). */
export async function keepStoresTold(database: Database, beat: () => void): Promise<KeptOfStores> {
  const kept: KeptOfStores = { latePlaced: 0, daysFilled: 0 };
  for await (const tenantId of tenantIds(database)) {
    kept.latePlaced += await database.withTenant(tenantId, placeUnplacedLate);
    beat();
    kept.daysFilled += await fillDays(database, tenantId, beat);
  }
  return kept;
}
