import { onlyRow, type SqlPart, sqlPart, type TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/** How many products lost their price or their stock, or are unreadable or unpublished. */
export interface Damage {
  prices_fallen: number;
  stocks_fallen: number;
  gone: number;
}

/** News that is older counts no longer, should no run read the store whole for days. */
const WITHIN_HOURS = 24;

/** Longer than any run by hints lasts: one that began before may have merged since. */
const LONGEST_HOURS = 2;

/** Runs by hints `r` of the store, and `since.at`: when the last full run began that read it whole. */
const runsByHints = (run: RunReference): SqlPart => sqlPart`
    (select greatest(read_at, now() - make_interval(hours => ${WITHIN_HOURS}::int)) as at from stores
      where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid) since
    join sync_runs r on r.tenant_id = ${run.tenantId}::uuid and r.store_id = ${run.storeId}::uuid
                    and r.mode = 'refresh' and r.trigger = 'webhook' and not r.dry_run
                    and r.queued_at > since.at - make_interval(hours => ${LONGEST_HOURS}::int)`;

/** The run by hints that stopped at damage since the store was last read whole; null: none did. */
export async function metByHints(sql: TenantSql, run: RunReference): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select r.id from ${runsByHints(run)}
     where r.error_type = 'suspicious_change' and r.finished_at > since.at
     order by r.queued_at desc
     limit 1`;
  return rows[0]?.id ?? null;
}

/** What pages of all these runs took, this transaction's included, as their manifest sums it up. */
export async function sumsByHints(sql: TenantSql, run: RunReference): Promise<Damage> {
  const { rows } = await sql<Damage>`
    select coalesce(sum(page.prices_fallen), 0)::int as prices_fallen,
           coalesce(sum(page.stocks_fallen), 0)::int as stocks_fallen,
           coalesce(sum(page.deactivated + page.rejected), 0)::int as gone
      from ${runsByHints(run)}
      join sync_pages page on page.tenant_id = r.tenant_id and page.run_id = r.id
     where page.merged_at >= since.at`;
  return onlyRow(rows);
}

export interface DamageOfAll extends Damage {
  /** What the catalogue had before. */
  priced: number;
  stocked: number;
  products: number;
}

/**
 * The same, of products that are still so: what sold out and came back three times a day is nothing. Each against what the
 * catalogue would have without.
 */
export async function damageByHints(sql: TenantSql, run: RunReference): Promise<DamageOfAll> {
  const { rows } = await sql<DamageOfAll>`
    with page as materialized (
      select p.external_ids, p.rejected_ids, p.prices_fallen, p.stocks_fallen, p.deactivated, p.merged_at
        from ${runsByHints(run)}
        join sync_pages p on p.tenant_id = r.tenant_id and p.run_id = r.id
       where p.merged_at >= since.at and p.prices_fallen + p.stocks_fallen + p.deactivated + p.rejected > 0
    ),
    shown as materialized (
      select each.external_id, bool_or(prices_fallen > 0) as priced, bool_or(stocks_fallen > 0) as stocked,
             bool_or(deactivated > 0) as was_on, false as unread
        from page, unnest(external_ids) each(external_id)
       group by each.external_id
       union all
      -- Those of this very page are not set aside yet.
      select each.external_id, false, false, false, true
        from page, unnest(rejected_ids) each(external_id)
       where merged_at = now()
          or exists (select from rejected_products aside
                      where aside.tenant_id = ${run.tenantId}::uuid and aside.store_id = ${run.storeId}::uuid
                        and aside.external_id = each.external_id and aside.closed_at is null)
       group by each.external_id
    ),
    fell as materialized (
      select count(*) filter (where shown.priced and is_active and coalesce(price, 0) = 0)::int as prices_fallen,
             count(*) filter (where shown.stocked and is_active and stock = 0)::int as stocks_fallen,
             count(*) filter (where shown.was_on and not is_active)::int as off,
             count(*) filter (where shown.unread and is_active)::int as unread
        from shown
       cross join lateral (
         select p.is_active, p.price, p.stock from products p
          where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid
            and p.external_id = shown.external_id
          limit 1) now
    ),
    remaining as materialized (
      select count(*)::int as products, count(*) filter (where price > 0)::int as priced,
             count(*) filter (where stock > 0)::int as stocked
        from products
       where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and is_active
    )
    select fell.prices_fallen, fell.stocks_fallen, fell.off + fell.unread as gone,
           remaining.priced + fell.prices_fallen as priced, remaining.stocked + fell.stocks_fallen as stocked,
           remaining.products + fell.off as products
      from fell, remaining`;
  return onlyRow(rows);
}
