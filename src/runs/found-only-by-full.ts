import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { OVERLAP } from '../stores/freshness/overlap';

export interface FoundOnlyByFull {
  /** Products that the full run changed, and no incremental one could or did. */
  products: number;
  /** Those of them that an incremental run should have found, by their own date. */
  overdue: number;
  /** Minutes by which the store's overlap was widened for them. */
  widened: number;
}

/** A product that is planned for later than that is dated so, and no stretch of changes has it until then. */
const AHEAD_HOURS = 1;

/**
 * What a full run teaches of the incremental ones since the last full one, asked when its listing was read whole and before
 * the watermark moves: which of the products that it changed had they not found?
 *
 * A product's own date tells. Before the next incremental run's stretch (the watermark less the overlap) and since the last
 * full run's, all was read: one that is dated there and that no incremental run since its date carried was visible later
 * than the overlap allows, and widens it to what would have found it: up to the next place of the watermark behind the last
 * stretch that had the date in it. Places of looks without news are not kept, so it may be widened by more than needed, up
 * to an hour in all. One that was carried, or is dated before, far ahead or not at all, was changed without a date: it is
 * counted. One that is dated later is news that the next incremental run would have found.
 *
 * null where there is nothing to compare with: no incremental run or look since the last full one, or the currency changed.
 * Each run is asked once.
 */
export async function noteFoundOnlyByFull(sql: TenantSql, run: RunReference): Promise<FoundOnlyByFull | null> {
  if (run.dryRun) return null;
  const { rows } = await sql<FoundOnlyByFull>`
    with judged as materialized (
      select s.watermark, ${OVERLAP} as overlap, s.widened_overlap as widened_before, this.started_at, this.store_time,
             last.queued_at as last_queued_at, last.store_time as read_from
        from stores s
        join sync_runs this on this.tenant_id = s.tenant_id and this.id = ${run.id}::uuid
        join sync_runs last on last.tenant_id = s.tenant_id and last.id = s.read_run
       where s.tenant_id = ${run.tenantId}::uuid and s.id = ${run.storeId}::uuid
         and this.found_only_by_full is null and last.id <> this.id
         and s.watermark is not null and s.watermark_observation > last.store_time_observation
    ),
    -- Written by this run: what a refresh saw of it since is the refresh's. Scalars and an array instead of joins: on stale
    -- statistics the planner compared each of 100,000 products with each page (8 s instead of 0.2).
    changed as materialized (
      select p.external_id, p.source_updated_at as dated
        from products p
       where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid
         and p.changed_at >= (select started_at from judged)
         and p.observation = any(array(select observation from sync_pages
                                        where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid))
         and not (p.source_updated_at > (select watermark - overlap from judged)
                  and p.source_updated_at <= (select store_time + make_interval(hours => ${AHEAD_HOURS}::int) from judged))
    ),
    stretch as materialized (
      select r.id, r.store_time
        from sync_runs r, judged
       where exists (select from changed)
         and r.tenant_id = ${run.tenantId}::uuid and r.store_id = ${run.storeId}::uuid and r.queued_at >= judged.last_queued_at
         and r.mode = 'incremental' and not r.dry_run and r.store_time is not null
    ),
    carried as materialized (
      select each.external_id, max(stretch.store_time) as at, bool_or(each.is_readable) as is_readable
        from stretch
        join sync_pages page on page.tenant_id = ${run.tenantId}::uuid and page.run_id = stretch.id
       cross join lateral (
         select external_id, true from unnest(page.external_ids) external_id
          union all
         select external_id, false from unnest(page.rejected_ids) external_id) each(external_id, is_readable)
       group by 1
    ),
    verdict as materialized (
      select changed.dated,
             -- Set aside as long: its date says nothing, and it is asked for by id.
             carried.at >= changed.dated and not carried.is_readable as was_set_aside,
             changed.dated between judged.read_from - judged.overlap and judged.watermark - judged.overlap
               and (carried.at >= changed.dated) is not true as is_overdue
        from judged, changed
        left join carried on carried.external_id = changed.external_id
    ),
    needed as materialized (
      select max(least(interval '1 hour', coalesce((select min(stretch.store_time) from stretch
                            where stretch.store_time > verdict.dated + judged.overlap and stretch.store_time <= judged.watermark),
                          judged.watermark) - verdict.dated)) as overlap
        from judged, verdict
       where verdict.is_overdue
    ),
    taught as materialized (
      select (select count(*) from verdict where was_set_aside is not true)::int as products,
             (select count(*) from verdict where is_overdue)::int as overdue,
             coalesce(ceil(extract(epoch from needed.overlap - judged.overlap) / 60), 0)::int as widened
        from judged, needed
    ),
    of_run as (
      update sync_runs r set found_only_by_full = taught.products from taught
       where r.tenant_id = ${run.tenantId}::uuid and r.id = ${run.id}::uuid
    ),
    of_store as (
      update stores s
         set found_only_by_full = s.found_only_by_full + taught.products,
             found_only_by_full_at = case when taught.products > 0 then now() else s.found_only_by_full_at end,
             widened_overlap = s.widened_overlap + greatest(taught.widened, 0)
        from taught
       where s.tenant_id = ${run.tenantId}::uuid and s.id = ${run.storeId}::uuid and taught.products > 0
    )
    select products, overdue, greatest(widened, 0) as widened from taught`;
  return rows[0] ?? null;
}

/**
 * What a full run switched off because the store knows no such product any more, where incremental runs are not told of
 * that. Counted when the run closes, once; of a run that `noteFoundOnlyByFull` had something to compare with.
 */
export async function noteDestroyedFoundOnlyByFull(sql: TenantSql, run: RunReference): Promise<void> {
  await sql`
    with destroyed as materialized (
      select count(*)::int as products
        from missing_products
       where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid and state = 'deactivated'
         and evidence ->> 'kind' = 'not_found'
    ),
    of_run as (
      update sync_runs r set found_only_by_full = r.found_only_by_full + destroyed.products
        from destroyed
       where r.tenant_id = ${run.tenantId}::uuid and r.id = ${run.id}::uuid
         and r.found_only_by_full is not null and r.finished_at is null and destroyed.products > 0
      returning destroyed.products
    )
    update stores s
       set found_only_by_full = s.found_only_by_full + of_run.products, found_only_by_full_at = now()
      from of_run
     where s.tenant_id = ${run.tenantId}::uuid and s.id = ${run.storeId}::uuid`;
}
