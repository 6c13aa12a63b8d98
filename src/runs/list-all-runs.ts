import type { Database } from '../database/database';
import type { Page } from '../database/page';
import type { SystemSql } from '../database/sql';
import { getAnyStore } from '../stores/read-stores';
import { type RunFilter, type RunRow, type RunView, readRun, selectRuns, viewOf } from './list-runs';

export interface RunOfTenant {
  tenantId: string;
  run: RunView;
}

/**
 * The runs of all tenants, or of one, newest first. The numbers of a run that is under way stand in its manifest, which
 * holds ids of products and which the system may not see: each such run is read as its own tenant sees it, in some
 * milliseconds, one after the other so that tenants' requests find a connection.
 */
export async function listAllRuns(
  database: Database,
  filter: RunFilter & { tenantId: string | null },
): Promise<Page<RunOfTenant>> {
  const { items: rows, next } = await database.readSystem((sql) => selectAll(sql, filter));
  const items: RunOfTenant[] = [];
  for (const row of rows) {
    const run = row.counts === null ? await ownView(database, row) : viewOf(row, row.counts);
    if (run !== null) items.push({ tenantId: row.tenant_id, run });
  }
  return { items, next };
}

/** Whosever it is; null when there is no such run. */
export async function readAnyRun(database: Database, runId: string): Promise<RunOfTenant | null> {
  const { items } = await listAllRuns(database, { tenantId: null, runId, limit: 1, after: null });
  return items[0] ?? null;
}

/** A store's runs are found by an index that begins with the tenant. */
async function selectAll(sql: SystemSql, filter: RunFilter & { tenantId: string | null }): Promise<Page<RunRow>> {
  const { tenantId, storeId } = filter;
  if (tenantId !== null || storeId === undefined) return selectRuns(sql, tenantId, filter);
  const store = await getAnyStore(sql, storeId);
  return store === null ? { items: [], next: null } : selectRuns(sql, store.tenantId, filter);
}

const ownView = (database: Database, { tenant_id: tenantId, id }: RunRow) =>
  database.readTenant(tenantId, (sql) => readRun(sql, id));
