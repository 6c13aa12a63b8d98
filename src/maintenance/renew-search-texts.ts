import { hasOldTexts, writeTexts } from '../catalog/search/write-texts';
import type { Database } from '../database/database';
import { tenantIds } from './tenant-ids';

/** Merges add texts and take none away: those of tenants that have many old ones are written anew. Answers how many tenants. */
export async function renewSearchTexts(database: Database, beat: () => void): Promise<number> {
  let renewed = 0;
  for await (const tenantId of tenantIds(database)) {
    await database.withTenant(tenantId, async (sql) => {
      if (!(await hasOldTexts(sql))) return;
      await writeTexts(sql);
      renewed += 1;
    });
    beat();
  }
  return renewed;
}
