import type { TenantSql } from '../../database/sql';
import type { Difference } from '../../model/difference';
import type { RunReference } from '../../model/run-reference';
import { loggedDifferences } from './logged-differences';

/**
 * Merges as every merge does, behind a savepoint, and takes all of it back: what it logged as changes are the differences
 * between catalogue and store. `work` reads them, and whatever else it is about, before that.
 */
export async function takenBack<Result>(
  sql: TenantSql,
  run: RunReference,
  work: (logged: () => Promise<Difference[]>) => Promise<Result>,
): Promise<Result> {
  const { rows: counters } = await sql<{ last_seq: number }>`
    select last_seq from change_counters where tenant_id = ${run.tenantId}::uuid`;
  await sql`savepoint taken_back`;
  const result = await work(() => loggedDifferences(sql, run, counters[0]?.last_seq ?? 0));
  await sql`rollback to savepoint taken_back`;
  return result;
}
