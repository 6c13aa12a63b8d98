import type { TenantSql } from '../../database/sql';

/** So far back a number of products is compared with today's: days before are only drawn. */
const FILLED_DAYS = 31;

/**
 * Says for each connected store of a tenant how many products it has today, and had on the last days that nobody noted, as on
 * the last one before that somebody did. Writes only what is missing or another number. Answers how many rows it wrote.
 */
export async function fillDays(sql: TenantSql): Promise<number> {
  const { rowCount: today } = await sql`
    insert into store_days as d (tenant_id, store_id, day, products)
    select tenant_id, id, (now() at time zone 'UTC')::date, product_count
      from stores
     where tenant_id = ${sql.tenantId}::uuid and status <> 'disconnected'
     order by id
        on conflict (tenant_id, store_id, day) do update set products = excluded.products
     where d.products is distinct from excluded.products`;
  const { rowCount: before } = await sql`
    insert into store_days as d (tenant_id, store_id, day, products)
    select s.tenant_id, s.id, each.day, known.products
      from stores s
     cross join generate_series(1, ${FILLED_DAYS}::int) ago
     cross join lateral (select (now() at time zone 'UTC')::date - ago as day) each
     cross join lateral (
           select products from store_days k
            where k.tenant_id = s.tenant_id and k.store_id = s.id and k.day < each.day and k.products is not null
            order by k.day desc limit 1) known
     where s.tenant_id = ${sql.tenantId}::uuid and s.status <> 'disconnected'
       and not exists (select from store_days h
                        where h.tenant_id = s.tenant_id and h.store_id = s.id and h.day = each.day and h.products is not null)
     order by s.id, each.day
        on conflict (tenant_id, store_id, day) do update set products = excluded.products`;
  return (today ?? 0) + (before ?? 0);
}
