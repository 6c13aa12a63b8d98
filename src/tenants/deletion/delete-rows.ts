import { getTableName } from 'drizzle-orm';
import type { Database } from '../../database/database';
import { onlyRow } from '../../database/sql';
import type { RowCounts } from './close-tenant';
import { EMPTIED_TABLES } from './tenant-tables';

/** Rows a transaction: locks are held for milliseconds, however many there are. */
const LOT = 2_000;

/**
 * Takes the rows of a closed tenant, a lot a transaction. `afterLot` is called after each, and may throw to stop it: asked
 * again, it goes on with what is left.
 */
export async function deleteRows(database: Database, tenantId: string, afterLot: () => void): Promise<void> {
  for (const table of EMPTIED_TABLES.map(getTableName)) {
    for (let gone = LOT; gone === LOT; afterLot()) {
      const { rows } = await database.withClosedTenant(
        tenantId,
        (sql) =>
          sql<{ gone: number }>`
          select delete_lot_of_closed_tenant(${tenantId}::uuid, ${table}::text, ${LOT}::int) as gone`,
      );
      gone = onlyRow(rows).gone;
    }
  }
}

/** Takes the tenant itself, and completes the one entry that stays. */
export async function deleteTenant(
  database: Database,
  { tenantId, counts }: { tenantId: string; counts: RowCounts },
): Promise<void> {
  await database.withClosedTenant(
    tenantId,
    (sql) => sql`select end_closed_tenant(${tenantId}::uuid, ${JSON.stringify(counts)}::jsonb)`,
  );
}
