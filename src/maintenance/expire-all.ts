import type { Database } from '../database/database';
import { expireRows } from './expire-rows';
import type { ExpiringTable, RetentionDays } from './retention';

export type Expired = Partial<Record<ExpiringTable, number>>;

const TENANTS_A_LOOK = 500;

/**
 * Takes everything whose time is over, tenant by tenant in their own scope (I9), a short transaction a piece. `beat` is
 * called after each, and may throw to stop it: the next hour goes on.
 */
export async function expireAll(database: Database, keptDays: RetentionDays, beat: () => void): Promise<Expired> {
  const expired: Expired = {};
  for (let after: string | null = null; ; ) {
    const tenants: string[] = await tenantsAfter(database, after);
    for (const tenantId of tenants) {
      for (const table of Object.keys(keptDays) as ExpiringTable[]) {
        for (let gone = -1; gone !== 0; ) {
          gone = await database.withTenant(tenantId, (sql) => expireRows(sql, table, keptDays[table]));
          if (gone > 0) expired[table] = (expired[table] ?? 0) + gone;
          beat();
        }
      }
    }
    after = tenants.at(-1) ?? null;
    if (after === null) return expired;
  }
}

async function tenantsAfter(database: Database, after: string | null): Promise<string[]> {
  const { rows } = await database.withSystem(
    (sql) => sql<{ id: string }>`
      select id from tenants where ${after}::uuid is null or id > ${after}::uuid order by id limit ${TENANTS_A_LOOK}::int`,
  );
  return rows.map((row) => row.id);
}
