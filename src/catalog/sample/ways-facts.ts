import { onlyRow, type TenantSql } from '../../database/sql';
import { OVERLAP } from '../../stores/freshness/overlap';

/** What tells by which way a store's change should have come. */
export interface WaysFacts {
  /** Since when the store sends webhooks; null: it sends none. */
  webhooksSince: Date | null;
  /** Up to when, by the store's clock, changes were read and will not be again; null: they never were. */
  readUpTo: Date | null;
  /** When the last run began that read the store whole. */
  readAt: Date;
  products: Map<string, KnownDate>;
}

export interface KnownDate {
  /** The store's own date of what the catalogue has. */
  dated: Date | null;
  /** When the store last told of it in the last `TOLD_DAYS`. */
  toldAt: Date | null;
}

/** News older than that was made up for by whatever read the store since. */
export const TOLD_DAYS = 2;

export async function readWaysFacts(
  sql: TenantSql,
  storeId: string,
  externalIds: readonly string[],
): Promise<WaysFacts> {
  const { rows: stores } = await sql<Omit<WaysFacts, 'products'>>`
    select s.watermark - ${OVERLAP} as "readUpTo", s.read_at as "readAt",
           (select case when w.state = 'registered'
                        then (select max((topic ->> 'since')::timestamptz) from jsonb_array_elements(w.topics) topic
                               where topic ->> 'state' = 'registered')
                        when w.state = 'by_hand' and w.last_received_at is not null then w.secret_since end
              from store_webhooks w
             where w.tenant_id = s.tenant_id and w.store_id = s.id) as "webhooksSince"
      from stores s
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid`;
  const { rows: products } = await sql<KnownDate & { external_id: string }>`
    with named_by as materialized (
      select p.external_id, key.subject, key.id
        from products p
       cross join lateral (
         select 'product' as subject, p.external_id as id
          union all select 'unknown', p.external_id
          union all
         select of_variant.subject, of_variant.id
           from product_variants v
          cross join lateral (values ('variant', v.external_id), ('unknown', v.external_id),
                                     ('inventory_item', v.inventory_item_id)) of_variant(subject, id)
          where v.tenant_id = p.tenant_id and v.product_id = p.id) key
       where p.tenant_id = ${sql.tenantId}::uuid and p.store_id = ${storeId}::uuid
         and p.external_id = any(${externalIds}::text[])
    ),
    told as materialized (
      select named_by.external_id, max(e.received_at) as at
        from webhook_events e
       cross join lateral unnest(e.external_ids) named(external_id)
        join named_by on named_by.subject = e.subject and named_by.id = named.external_id
       where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${storeId}::uuid and e.topic <> 'sample'
         and e.received_at > now() - make_interval(days => ${TOLD_DAYS}::int)
       group by 1
    )
    select asked.external_id, p.source_updated_at as dated, told.at as "toldAt"
      from unnest(${externalIds}::text[]) asked(external_id)
     cross join lateral (
       select p.source_updated_at from products p
        where p.tenant_id = ${sql.tenantId}::uuid and p.store_id = ${storeId}::uuid
          and p.external_id = asked.external_id
        limit 1) p
      left join told on told.external_id = asked.external_id`;
  return {
    ...onlyRow(stores),
    products: new Map(products.map(({ external_id: id, dated, toldAt }) => [id, { dated, toldAt }])),
  };
}
