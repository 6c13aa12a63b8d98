import { onlyRow, type TenantSql } from '../database/sql';
import type { RunCounts } from '../model/run-counts';
import { distinctProducts } from './manifest';

type CountsRow = Record<
  | 'seen'
  | 'created'
  | 'updated'
  | 'unchanged'
  | 'reactivated'
  | 'shown_unpublished'
  | 'rejected'
  | 'variants_seen'
  | 'variants_created'
  | 'variants_updated'
  | 'variants_removed'
  | 'requests'
  | 'throttled_ms'
  | 'merged'
  | 'staged'
  | 'missing'
  | 'unknown'
  | 'confirmed_gone',
  number
>;

/**
 * Sums a run's manifest: counts are never added up anywhere else, so that a step done twice is not counted twice.
 * `missing` are the suspects that no page carried; `deactivated` includes those that the listing showed unpublished.
 * A product that came on two pages stands in `seen` and `unchanged` twice until the run closes.
 */
export async function countRun(sql: TenantSql, runId: string): Promise<RunCounts> {
  const { rows } = await sql<CountsRow>`
    select coalesce(sum(created + updated + unchanged + reactivated + deactivated + rejected), 0)::int as seen,
           coalesce(sum(created), 0)::int as created, coalesce(sum(updated), 0)::int as updated,
           coalesce(sum(unchanged), 0)::int as unchanged, coalesce(sum(reactivated), 0)::int as reactivated,
           coalesce(sum(deactivated), 0)::int as shown_unpublished, coalesce(sum(rejected), 0)::int as rejected,
           coalesce(sum(variants_seen), 0)::int as variants_seen,
           coalesce(sum(variants_created), 0)::int as variants_created,
           coalesce(sum(variants_updated), 0)::int as variants_updated,
           coalesce(sum(variants_removed), 0)::int as variants_removed,
           -- The run's row has them all; what was merged before it had these columns stands in the manifest alone.
           greatest(sum(requests), (select r.requests from sync_runs r where r.tenant_id = ${sql.tenantId}::uuid
                                       and r.id = ${runId}::uuid), 0)::int as requests,
           greatest(sum(throttled_ms), (select r.throttled_ms from sync_runs r where r.tenant_id = ${sql.tenantId}::uuid
                                           and r.id = ${runId}::uuid), 0)::int as throttled_ms,
           count(*)::int as merged,
           (select count(distinct unknown.external_id)
              from sync_pages page, unnest(page.unknown_ids) unknown(external_id)
             where page.tenant_id = ${sql.tenantId}::uuid and page.run_id = ${runId}::uuid)::int as unknown,
           (select count(*) from staged_pages s where s.tenant_id = ${sql.tenantId}::uuid and s.run_id = ${runId}::uuid
             and not exists (select from sync_pages m where m.tenant_id = s.tenant_id and m.run_id = s.run_id
                                and m.batch_id = s.batch_id and m.page = s.page))::int as staged,
           (select count(*) from missing_products m
             where m.tenant_id = ${sql.tenantId}::uuid and m.run_id = ${runId}::uuid)::int as missing,
           (select count(*) from missing_products m
             where m.tenant_id = ${sql.tenantId}::uuid and m.run_id = ${runId}::uuid
               and (m.state = 'deactivated' or m.went_before))::int
             as confirmed_gone
      from sync_pages
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid`;
  const sums = onlyRow(rows);
  const sum = (name: keyof CountsRow) => sums[name];
  return {
    products: {
      seen: sum('seen'),
      created: sum('created'),
      updated: sum('updated'),
      unchanged: sum('unchanged'),
      reactivated: sum('reactivated'),
      deactivated: sum('shown_unpublished') + sum('confirmed_gone'),
      rejected: sum('rejected'),
      missing: sum('missing'),
      unknown: sum('unknown'),
    },
    variants: {
      seen: sum('variants_seen'),
      created: sum('variants_created'),
      updated: sum('variants_updated'),
      unchanged: sum('variants_seen') - sum('variants_created') - sum('variants_updated'),
      removed: sum('variants_removed'),
    },
    pages: { fetched: sum('merged') + sum('staged'), merged: sum('merged') },
    requests: sum('requests'),
    throttled_ms: sum('throttled_ms'),
  };
}

/** As `countRun`, with each product in exactly one of the categories: what a run's row keeps when it closes. */
export async function countClosedRun(sql: TenantSql, runId: string): Promise<RunCounts> {
  const counts = await countRun(sql, runId);
  const { seen, rejected } = await distinctProducts(sql, runId);
  const { products } = counts;
  const written = products.seen - products.unchanged - products.rejected;
  // Below zero only if a product was written by this run and then became unreadable.
  const unchanged = Math.max(0, seen - rejected - written);
  return { ...counts, products: { ...products, seen, rejected, unchanged } };
}
