/** Each answers the rows that break it, with what is needed to look into them. */
export const INVARIANTS: Record<string, string> = {
  'I2 no run is left open': `
    select id, store_id, status, phase from sync_runs where finished_at is null`,
  'no run ends for what no shop and no kill did': `
    select id, store_id, mode, status, error_type, error_message
      from sync_runs
     where error_type in ('store_not_found', 'store_frozen', 'store_forbidden', 'store_changed_identity', 'internal')`,
  'I2 a run that completed has neither doubts nor rejected products': `
    select run.id, run.store_id, run.counts -> 'products' as products
      from sync_runs run
     where run.status = 'completed'
       and ((run.counts -> 'products' ->> 'rejected')::int > 0
            or exists (select from missing_products missing
                        where missing.tenant_id = run.tenant_id and missing.run_id = run.id
                          and missing.state in ('suspect', 'confirmed', 'unclear', 'kept')))`,
  'I3 the pages of two runs of a store never mix, whatever their modes': `
    select store_id, run_id, pages, first_place, last_place
      from (select store_id, run_id, count(*) as pages, min(place) as first_place, max(place) as last_place
              from (select page.store_id, page.run_id,
                           row_number() over (partition by page.store_id order by page.merged_at, page.observation) as place
                      from sync_pages page
                      join sync_runs run on run.tenant_id = page.tenant_id and run.id = page.run_id
                     where run.mode <> 'refresh' and not run.dry_run
                       -- An approval, which closes its run itself, reads products again beside the next one.
                       and run.closed_by = run.id) placed
             group by store_id, run_id) block
     where last_place - first_place + 1 <> pages`,
  'I4 the pages of a merged batch have no gap': `
    select run_id, batch_id, count(*) as pages, max(page) as last_page
      from sync_pages group by run_id, batch_id having count(*) <> max(page) + 1`,
  'I4 every run that ended has exactly one log entry': `
    select run.id, run.store_id, run.status, count(log.id) as entries
      from sync_runs run
      left join webhook_logs log on log.tenant_id = run.tenant_id and log.run_id = run.id
     where run.finished_at is not null
     group by run.id, run.store_id, run.status having count(log.id) <> 1`,
  'I4 what a run counts is what it logged as changed': `
    select run.id, run.store_id, run.mode, run.status, counted.kind, run.counts -> 'products' as counts,
           logged.first, logged.every
      from sync_runs run
     cross join (values ('created'), ('reactivated'), ('deactivated')) counted(kind)
      -- A product that a run reads twice, as an attempt died, counts as what it was at first. A stretch of refreshing reads
      -- it for one hint after the other, and what it was at first may be logged as no such change at all.
      left join (select tenant_id, run_id, kind, count(*) filter (where place = 1) as first, count(*) as every
                   from (select tenant_id, run_id, kind,
                                row_number() over (partition by tenant_id, run_id, product_id order by seq) as place
                           from product_changes where kind in ('created', 'reactivated', 'deactivated')) placed
                  group by tenant_id, run_id, kind) logged
        on logged.tenant_id = run.tenant_id and logged.run_id = run.id and logged.kind = counted.kind
     where not run.dry_run and run.finished_at is not null
       and (run.counts -> 'products' ->> counted.kind)::bigint
             not between coalesce(case when run.mode <> 'refresh' then logged.first end, 0)
                 and coalesce(case when run.mode = 'refresh' then logged.every else logged.first end, 0)`,
  'a dry run writes no change': `
    select run.id, change.seq, change.kind
      from sync_runs run
      join product_changes change on change.tenant_id = run.tenant_id and change.run_id = run.id
     where run.dry_run`,
  'I1 every deactivation has its evidence': `
    select change.seq, change.run_id, change.store_id, product.external_id
      from product_changes change
      join products product on product.tenant_id = change.tenant_id and product.id = change.product_id
      join sync_runs run on run.tenant_id = change.tenant_id and run.id = change.run_id
     where change.kind = 'deactivated'
       and (coalesce(change.evidence ->> 'kind', '') not in ('not_found', 'trashed', 'unpublished')
            -- In a stretch of refreshing a product may go more than once: the run's row of it is about the last time.
            or run.mode <> 'refresh'
               and not exists (select from missing_products missing
                                where missing.tenant_id = change.tenant_id and missing.run_id = change.run_id
                                  and missing.product_id = change.product_id and missing.state = 'deactivated'
                                  and missing.evidence ->> 'kind' in ('not_found', 'trashed', 'unpublished'))
               and not exists (select from sync_pages page
                                where page.tenant_id = change.tenant_id and page.run_id = change.run_id
                                  and product.external_id = any(page.external_ids)))`,
  'I1 an inactive product says why, or was never published': `
    select product.store_id, product.external_id, product.status, product.deactivation
      from products product
     where not product.is_active
       and (product.deactivation is not null
            or (product.tenant_id, product.id) in (
                 select tenant_id, product_id from product_changes where kind = 'deactivated'))
       and (product.deactivation -> 'evidence' ->> 'kind' is null
            or product.deactivation -> 'evidence' ->> 'source' is null
            or product.deactivated_at is null)`,
  'an active product has no deactivation': `
    select store_id, external_id, deactivation from products
     where is_active and (deactivation is not null or deactivated_at is not null)`,
  'the changes end where the products are': `
    select product.store_id, product.external_id, product.is_active, last.kind, last.seq
      from (select distinct on (tenant_id, product_id) tenant_id, product_id, kind, seq
              from product_changes
             where kind in ('deactivated', 'reactivated')
             order by tenant_id, product_id, seq desc) last
      join products product on product.tenant_id = last.tenant_id and product.id = last.product_id
     where product.is_active <> (last.kind = 'reactivated')`,
  'a product is created once': `
    select product_id, count(*) as times from product_changes where kind = 'created' group by product_id
    having count(*) > 1`,
  'the changes of a tenant are numbered without a gap': `
    select counter.tenant_id, counter.last_seq, count(change.seq) as changes, max(change.seq) as highest
      from change_counters counter
      left join product_changes change on change.tenant_id = counter.tenant_id
     group by counter.tenant_id, counter.last_seq
    having count(change.seq) <> counter.last_seq or coalesce(max(change.seq), 0) <> counter.last_seq`,
  'a store has each product once': `
    select store_id, external_id, count(*) as times from products group by store_id, external_id having count(*) > 1`,
  'the count of variants is that of the active ones': `
    select product.store_id, product.external_id, product.variant_count, count(variant.id) as active
      from products product
      left join product_variants variant
        on variant.tenant_id = product.tenant_id and variant.product_id = product.id and variant.is_active
     group by product.tenant_id, product.id having count(variant.id) <> product.variant_count`,
  'I7 nothing stays set aside once everything can be read': `
    select rejected.store_id, rejected.external_id, rejected.reason, rejected.run_id
      from rejected_products rejected
     where rejected.closed_at is null`,
  'a store counts what is set aside': `
    select store.id, store.set_aside_count, count(aside.*) as open
      from stores store
      left join rejected_products aside
        on aside.tenant_id = store.tenant_id and aside.store_id = store.id and aside.closed_at is null
     group by store.tenant_id, store.id having count(aside.*) <> store.set_aside_count`,
  'I9 no row of a tenant points at another one’s': `
    select 'products' as kind, row.id from products row join stores store on store.id = row.store_id
     where store.tenant_id <> row.tenant_id
     union all
    select 'sync_runs', row.id from sync_runs row join stores store on store.id = row.store_id
     where store.tenant_id <> row.tenant_id`,
  'I12 no product was written by an observation that was never taken': `
    select store_id, external_id, observation from products
     where observation > (select last_value from observations)`,
  'I3 a run whose place was taken ends cancelled': `
    select id, store_id, mode, status from sync_runs
     where mode in ('incremental', 'inventory', 'prices') and error_type = 'superseded' and status <> 'cancelled'`,
  'no store is never due again': `
    select id as store_id, status, freshness from stores
     where status <> 'disconnected'
       and (due_at is null or next_incremental_at is null
            or (freshness ->> 'inventory' is not null and next_inventory_at is null)
            or (freshness ->> 'prices' is not null and next_prices_at is null))`,
  'no wish for a full run outlives one that completed': `
    select id as store_id, full_wanted_at, full_wanted_why from stores where full_wanted_at is not null`,
  'every sweep has ended': `
    select id, workflow_id, status from sync_sweeps where finished_at is null`,
};
