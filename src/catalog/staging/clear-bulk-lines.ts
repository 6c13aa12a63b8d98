import type { Database } from '../../database/database';
import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/** A transaction's worth: about a second. */
const LINES_AT_ONCE = 50_000;

/** Takes the run's lines off the table. */
export async function clearBulkLines(database: Database, run: RunReference): Promise<void> {
  await clearLinesOf(database, run.tenantId, [run.id]);
}

/** Takes off what ended runs of the store left there because they were killed. */
export async function clearLinesLeftBehind(database: Database, run: RunReference): Promise<void> {
  const runIds = await database.withTenant(run.tenantId, async (sql) => {
    const { rows } = await sql<{ id: string }>`
      select r.id
        from sync_runs r
       where r.tenant_id = ${run.tenantId}::uuid and r.store_id = ${run.storeId}::uuid and r.finished_at is not null
         and exists (select from bulk_lines l where l.tenant_id = r.tenant_id and l.run_id = r.id)`;
    return rows.map(({ id }) => id);
  });
  await clearLinesOf(database, run.tenantId, runIds);
}

async function clearLinesOf(database: Database, tenantId: string, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  for (let cleared = LINES_AT_ONCE; cleared === LINES_AT_ONCE; ) {
    cleared = await database.withTenant(tenantId, (sql) => clearSome(sql, runIds));
  }
}

async function clearSome(sql: TenantSql, runIds: readonly string[]): Promise<number> {
  const { rowCount } = await sql`
    delete from bulk_lines
     where ctid = any(array(
       select ctid from bulk_lines
        where tenant_id = ${sql.tenantId}::uuid and run_id = any(${runIds}::uuid[])
        limit ${LINES_AT_ONCE}::int))
       and tenant_id = ${sql.tenantId}::uuid`;
  return rowCount ?? 0;
}
