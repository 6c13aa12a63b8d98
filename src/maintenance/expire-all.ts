import type { Database } from '../database/database';
import type { ExpiringTable, RetentionDays } from '../model/retention';
import { expireOwnerless } from './expire-ownerless';
import { expireRows, expireRowsOfOperators } from './expire-rows';
import { tenantIds } from './tenant-ids';

export type Expired = Partial<Record<ExpiringTable, number>>;

/**
 * Takes everything whose time is over, tenant by tenant in their own scope (I9), a short transaction a piece. `beat` is
 * called after each, and may throw to stop it: the next hour goes on.
 */
export async function expireAll(database: Database, keptDays: RetentionDays, beat: () => void): Promise<Expired> {
  const expired: Expired = {};
  for await (const tenantId of tenantIds(database)) {
    for (const table of Object.keys(keptDays) as ExpiringTable[]) {
      for (let gone = -1; gone !== 0; ) {
        gone = await database.withTenant(tenantId, (sql) => expireRows(sql, table, keptDays[table]));
        if (gone > 0) expired[table] = (expired[table] ?? 0) + gone;
        beat();
      }
    }
  }
  const ownerless = await database.withSystem((sql) => expireOwnerless(sql, keptDays.alert_deliveries));
  if (ownerless > 0) expired.alert_deliveries = (expired.alert_deliveries ?? 0) + ownerless;
  const days = keptDays.idempotency_keys;
  const gone = await database.withSystem((sql) => expireRowsOfOperators(sql, days));
  if (gone > 0) expired.idempotency_keys = (expired.idempotency_keys ?? 0) + gone;
  return expired;
}
