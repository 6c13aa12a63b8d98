import { onlyRow, type SqlPart, sqlPart, type TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { hasWaited } from '../rejected/has-waited';

/** What lean pages of the run showed and could not compare, and no page of it with everything has shown since. */
const unread = (run: RunReference): SqlPart => sqlPart`
  unread as materialized (
    select unknown.external_id
      from sync_pages page, unnest(page.unknown_ids) unknown(external_id)
     where page.tenant_id = ${run.tenantId}::uuid and page.run_id = ${run.id}::uuid
    except
    select each.external_id
      from sync_pages page, unnest(page.external_ids || page.rejected_ids) each(external_id)
     where page.tenant_id = ${run.tenantId}::uuid and page.run_id = ${run.id}::uuid and page.lean is null
  ),
  waiting as materialized (
    select r.external_id from rejected_products r
     where r.tenant_id = ${run.tenantId}::uuid and r.store_id = ${run.storeId}::uuid and r.closed_at is null
       and r.external_id in (select external_id from unread)
       and not (${hasWaited(sqlPart`r.last_seen_at`, sqlPart`r.tries`)})
  )`;

/** How many there are to be read by id, and how many that were set aside and wait for their time. */
export async function countUnread(sql: TenantSql, run: RunReference): Promise<{ toRead: number; waiting: number }> {
  const { rows } = await sql<{ all: number; waiting: number }>`
    with ${unread(run)}
    select (select count(*) from unread)::int as all, (select count(*) from waiting)::int as waiting`;
  const { all, waiting } = onlyRow(rows);
  return { toRead: all - waiting, waiting };
}

/** The next of those that are to be read, in order. */
export async function nextUnread(
  sql: TenantSql,
  run: RunReference,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    with ${unread(run)}
    select external_id from unread
     where external_id > ${after}::text and external_id not in (select external_id from waiting)
     order by external_id
     limit ${limit}::int`;
  return rows.map((row) => row.external_id);
}

/**
 * Distinct products that the run's lean pages showed, whether they could be compared or not. `empty`: none, while the
 * catalogue has active ones.
 */
export async function shownByLean(sql: TenantSql, run: RunReference): Promise<{ shown: number; empty: boolean }> {
  const { rows } = await sql<{ shown: number; has_active: boolean }>`
    select (select count(distinct each.external_id)
              from sync_pages page, unnest(page.external_ids || page.unknown_ids) each(external_id)
             where page.tenant_id = ${run.tenantId}::uuid and page.run_id = ${run.id}::uuid
               and page.lean is not null)::int as shown,
           exists (select from products
                    where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and is_active) as has_active`;
  const { shown, has_active: hasActive } = onlyRow(rows);
  return { shown, empty: shown === 0 && hasActive };
}

/**
 * Whether a full run read the store whole since runs of this mode, today, met most of what is to be read: then another one
 * would not help either, and every lean run would bring one forward.
 */
export async function wasReadInVain(sql: TenantSql, run: RunReference): Promise<boolean> {
  const { rows } = await sql<{ in_vain: boolean }>`
    with ${unread(run)},
    met as materialized (
      select unnest(page.unknown_ids) as external_id
        from sync_runs earlier
        join stores s on s.tenant_id = earlier.tenant_id and s.id = earlier.store_id
        join sync_pages page on page.tenant_id = earlier.tenant_id and page.run_id = earlier.id
       where earlier.tenant_id = ${run.tenantId}::uuid and earlier.store_id = ${run.storeId}::uuid
         and earlier.id <> ${run.id}::uuid and earlier.mode = ${run.mode}::text and not earlier.dry_run
         and earlier.queued_at > now() - interval '1 day' and s.read_at > earlier.started_at
    )
    select 2 * count(*) filter (where external_id in (select external_id from met)) > count(*) as in_vain
      from unread
     where external_id not in (select external_id from waiting)`;
  return onlyRow(rows).in_vain;
}
