import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { type ToldEndpoint, tell } from './note-event';

/** Changes as `product_changes` numbers them. */
interface Changes {
  first: number;
  last: number;
}

/**
 * Writes that a store's catalogue changed, at the end of the transaction that changed it. It joins what nobody was told of
 * yet: a store makes one event a minute at most, which says from which change to which. What a delivery claims is frozen, and
 * the next change begins a new one. `null`, and a dry run: nothing changed.
 */
export async function noteCatalogChanged(sql: TenantSql, run: RunReference, changes: Changes | null): Promise<void> {
  if (changes === null || run.dryRun) return;
  const { first, last } = changes;
  const { rows } = await sql<ToldEndpoint>`
    with subscribed as materialized (
      select id, paused_at is null and coalesce(probe_at <= now(), true) as listens from event_endpoints
       where tenant_id = ${run.tenantId}::uuid and events @> array['catalog.changed']
    ),
    due as materialized (
      select greatest(now(), (
        select frozen_at + interval '1 minute' from events
         where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and type = 'catalog.changed'
           and frozen_at is not null
         order by frozen_at desc limit 1)) as at
    ),
    counted as materialized (
      select jsonb_object_agg(kind, number) as kinds
        from (select kind, count(*) as number from product_changes
               where tenant_id = ${run.tenantId}::uuid and seq between ${first}::bigint and ${last}::bigint
               group by kind) by_kind
       where exists (select from subscribed)
    ),
    event as (
      insert into events as known (tenant_id, type, store_id, data)
      select ${run.tenantId}::uuid, 'catalog.changed', ${run.storeId}::uuid,
             jsonb_build_object('store_id', ${run.storeId}::uuid, 'platform', ${run.platform}::text, 'run_id', ${run.id}::uuid,
                                'changes', kinds, 'first_seq', ${first}::bigint, 'last_seq', ${last}::bigint)
        from counted where exists (select from subscribed)
      on conflict (tenant_id, store_id) where type = 'catalog.changed' and frozen_at is null
      do update set data = known.data || excluded.data || jsonb_build_object(
           'first_seq', known.data -> 'first_seq',
           'changes', (select jsonb_object_agg(kind, number)
                         from (select kind, sum(number::bigint) as number
                                 from (select * from jsonb_each_text(known.data -> 'changes')
                                        union all select * from jsonb_each_text(excluded.data -> 'changes')
                                      ) each (kind, number)
                                group by kind) by_kind))
      returning id
    ),
    planned as (
      insert into event_deliveries (tenant_id, endpoint_id, event_id, next_try_at)
      select ${run.tenantId}::uuid, subscribed.id, event.id, due.at from subscribed, event, due
      on conflict (tenant_id, event_id, endpoint_id) do nothing
      returning endpoint_id
    )
    select id, round(extract(epoch from due.at - now()) * 1000)::int as after_ms
      from subscribed, due
     where listens and id in (select endpoint_id from planned)`;
  tell(sql, rows);
}
