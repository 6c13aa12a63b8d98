import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { placeLate } from './late';

/**
 * After a run's row was closed: the store was seen, if a full or an incremental run came to its end. One that carries an
 * error got there by a decision, or by none, long after the store was read.
 */
export async function noteSuccess(
  sql: TenantSql,
  { id, storeId }: Pick<RunReference, 'id' | 'storeId'>,
): Promise<void> {
  const { rowCount } = await sql`
    update stores s
       set last_success_at = greatest(s.last_success_at, r.finished_at)
      from sync_runs r
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
       and r.tenant_id = s.tenant_id and r.id = ${id}::uuid
       and r.mode in ('full', 'incremental') and not r.dry_run
       and r.status in ('completed', 'completed_with_errors') and r.error_type is null`;
  if (rowCount === 1) await placeLate(sql, { id: storeId });
}
