import type { Database } from '../../database/database';
import { readTenant } from '../read-tenant';
import type { Tenant } from '../tenant';
import { EXPORTED_TABLES, type ExportedTable } from './exported-tables';
import { MOST_ROWS, nextLimit, readLot } from './read-lot';

/**
 * All that is kept of a tenant, as lines of JSON, some at a time: secrets and working copies aside. Each lot is read in a
 * short transaction of its own, and only when the one before was taken: whoever reads slowly, or stops, holds no
 * connection. So it is no snapshot: what is there from beginning to end is in it once, what comes or goes meanwhile may be.
 *
 * The last line counts the others: where it is missing, the export is not whole.
 */
export async function* exportTenant(database: Database, tenant: Tenant): AsyncGenerator<string> {
  const { id, name, slug, isActive, createdAt } = tenant;
  const counts: Record<string, number> = { tenant: 1 };
  const item = { id, name, slug, is_active: isActive, created_at: createdAt };
  yield `${JSON.stringify({ kind: 'tenant', item })}\n`;
  for (const exported of EXPORTED_TABLES) {
    counts[exported.kind] = 0;
    for await (const lines of lotsOf(database, tenant.id, exported)) {
      counts[exported.kind] = (counts[exported.kind] ?? 0) + lines.length;
      yield `${lines.join('\n')}\n`;
    }
  }
  const left = await database.readTenant(id, readTenant);
  if (left === null || left.deletionAskedAt !== null) throw new Error(`tenant ${id} was deleted while it was exported`);
  yield `${JSON.stringify({ kind: 'end', counts })}\n`;
}

async function* lotsOf(database: Database, tenantId: string, exported: ExportedTable): AsyncGenerator<string[]> {
  let after: string[] | null = null;
  for (let limit = MOST_ROWS / 10; ; ) {
    const lot = await database.readTenant(tenantId, (sql) => readLot(sql, exported, { after, limit }));
    after = lot.at(-1)?.key ?? null;
    if (after === null) return;
    limit = nextLimit(lot);
    yield lot.map(({ line }) => line);
  }
}
