import { isRefusedValue } from '../database/postgres-error';
import type { TenantSql } from '../database/sql';
import type { RunReference } from '../runs/run-reference';
import { setAsideRefused } from '../runs/set-aside-refused';
import { type MergeOutcome, mergePage } from './merge-page';

/**
 * Merges a page that the database refused for a value, without the products that it refuses: halved until one is left,
 * which is set aside (I7). Every try stands behind a savepoint, so that the page stays one transaction. The mapper
 * checks ranges first; this is for what it does not know, and may take some hundred statements.
 */
export async function mergeHalving(
  sql: TenantSql,
  run: RunReference,
  page: { batchId: string; page: number },
): Promise<MergeOutcome> {
  const { rows } = await sql<{ external_ids: string[] }>`
    select external_ids from staged_pages
     where tenant_id = ${run.tenantId}::uuid and batch_id = ${page.batchId}::uuid and page = ${page.page}::int`;
  const ids = rows[0]?.external_ids;
  if (ids === undefined) return { kind: 'pages_lost' };

  const accepted: string[] = [];
  const pending = [ids];
  for (let some = pending.pop(); some !== undefined; some = pending.pop()) {
    const refusal = await trial(sql, run, page, some);
    if (refusal === null) accepted.push(...some);
    else if (some.length > 1) pending.push(some.slice(some.length / 2), some.slice(0, some.length / 2));
    else await setAsideRefused(sql, run, { ...page, externalId: some[0] as string, message: refusal });
  }
  return mergePage(sql, run, { ...page, only: accepted });
}

/** null when the database takes these products together, else its refusal. Nothing of the trial stays. */
async function trial(
  sql: TenantSql,
  run: RunReference,
  page: { batchId: string; page: number },
  only: string[],
): Promise<string | null> {
  await sql`savepoint trial`;
  try {
    await mergePage(sql, run, { ...page, only });
    return null;
  } catch (error) {
    if (!isRefusedValue(error)) throw error;
    return error.message;
  } finally {
    await sql`rollback to savepoint trial`;
  }
}
