import type { TenantSql } from '../database/sql';
import { listRuns, type RunView } from './list-runs';

/** null when this tenant has no such run. */
export async function readRun(sql: TenantSql, runId: string): Promise<RunView | null> {
  const { items } = await listRuns(sql, { runId, limit: 1, after: null });
  return items[0] ?? null;
}
