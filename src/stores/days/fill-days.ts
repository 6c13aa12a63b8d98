import type { Database } from '../../database/database';
import type { TenantSql } from '../../database/sql';

/** So far back a number of products is compared with today's: days before are only drawn. */
const FILLED_DAYS = 31;

/** So many stores a transaction: a run that closes waits for the rows of its store until that ends. */
const STORES_AT_ONCE = 500;

/**
 * Says for each connected store of a tenant how many products it has today, and had on the last days that nobody noted, as on
 * the last one before that somebody did. Writes, and locks, only what is missing or another number. Answers how many rows it
 * wrote.
 */
export async function fillDays(database: Database, tenantId: string, beat: () => void): Promise<number> {
  let written = 0;
  for (let after: string | null = null; ; ) {
    const lot: Lot = await database.withTenant(tenantId, (sql) => fillLot(sql, after));
    written += lot.written;
    beat();
    if (lot.last === null) return written;
    after = lot.last;
  }
}

interface Lot {
  written: number;
  /** null: no store is left. */
  last: string | null;
}

async function fillLot(sql: TenantSql, after: string | null): Promise<Lot> {
  const { rows } = await sql<{ id: string }>`
    select id from stores
     where tenant_id = ${sql.tenantId}::uuid and status <> 'disconnected' and (${after}::uuid is null or id > ${after}::uuid)
     order by id
     limit ${STORES_AT_ONCE}::int`;
  const ids = rows.map(({ id }) => id);
  const written = (await fillToday(sql, ids)) + (await fillBefore(sql, ids));
  return { written, last: ids.length < STORES_AT_ONCE ? null : (ids.at(-1) ?? null) };
}

/** `on conflict do update` locks each row that it meets, also where it changes nothing: those that are right never get there. */
async function fillToday(sql: TenantSql, ids: readonly string[]): Promise<number> {
  const { rowCount } = await sql`
    insert into store_days as d (tenant_id, store_id, day, products)
    select s.tenant_id, s.id, each.day, s.product_count
      from stores s
     cross join (select (now() at time zone 'UTC')::date as day) each
      left join store_days h on h.tenant_id = s.tenant_id and h.store_id = s.id and h.day = each.day
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = any(${ids}::uuid[]) and h.products is distinct from s.product_count
     order by s.id
        on conflict (tenant_id, store_id, day) do update set products = excluded.products
     where d.products is distinct from excluded.products`;
  return rowCount ?? 0;
}

async function fillBefore(sql: TenantSql, ids: readonly string[]): Promise<number> {
  const { rowCount } = await sql`
    insert into store_days as d (tenant_id, store_id, day, products)
    select s.tenant_id, s.id, each.day, known.products
      from stores s
     cross join generate_series(1, ${FILLED_DAYS}::int) ago
     cross join lateral (select (now() at time zone 'UTC')::date - ago as day) each
     cross join lateral (
           select products from store_days k
            where k.tenant_id = s.tenant_id and k.store_id = s.id and k.day < each.day and k.products is not null
            order by k.day desc limit 1) known
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = any(${ids}::uuid[])
       and not exists (select from store_days h
                        where h.tenant_id = s.tenant_id and h.store_id = s.id and h.day = each.day and h.products is not null)
     order by s.id, each.day
        on conflict (tenant_id, store_id, day) do update set products = excluded.products`;
  return rowCount ?? 0;
}
