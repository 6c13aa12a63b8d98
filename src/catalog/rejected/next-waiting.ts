import { sqlPart, type TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { hasWaited, isTimeOfPlanned } from './has-waited';

/**
 * The next ids, in order, that have to be asked for by id because no date of the store will bring them: products that were
 * set aside and have waited long enough, and planned ones whose time has come (WordPress publishes those without dating
 * them anew). Not those that this run has read already.
 */
export async function nextWaiting(
  sql: TenantSql,
  run: RunReference,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    with waiting as materialized (
      select r.external_id from rejected_products r
       where r.tenant_id = ${run.tenantId}::uuid and r.store_id = ${run.storeId}::uuid and r.closed_at is null
         and ${hasWaited(sqlPart`r.last_seen_at`, sqlPart`r.tries`)}
       union
      select p.external_id from products p
       where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid
         and ${isTimeOfPlanned(sqlPart`(select store_time from sync_runs
                                        where tenant_id = ${run.tenantId}::uuid and id = ${run.id}::uuid)`)}
    )
    select external_id from waiting where external_id > ${after}::text
    except
    select each.external_id
      from sync_pages page, unnest(page.external_ids || page.rejected_ids) each(external_id)
     where page.tenant_id = ${run.tenantId}::uuid and page.run_id = ${run.id}::uuid
     order by external_id
     limit ${limit}::int`;
  return rows.map((row) => row.external_id);
}
