import type { RowOf, TenantSql } from '../../database/sql';
import type { rejectedProducts } from '../../database/tables/runs';

/** A product that the store shows and that could not be read or stored (I7). */
export type SetAside = Pick<
  RowOf<typeof rejectedProducts>,
  | 'store_id'
  | 'external_id'
  | 'title'
  | 'reason'
  | 'path'
  | 'message'
  | 'run_id'
  | 'tries'
  | 'first_seen_at'
  | 'last_seen_at'
>;

/** By its id, of one store or of any of the tenant's. */
export async function setAsideById(sql: TenantSql, storeId: string | null, externalId: string): Promise<SetAside[]> {
  const { rows } = await sql<SetAside>`
    select aside.store_id, aside.external_id, aside.title, aside.reason, aside.path, aside.message, aside.run_id,
           aside.tries, aside.first_seen_at, aside.last_seen_at
      from stores s
     cross join lateral (
           select * from rejected_products r
            where r.tenant_id = ${sql.tenantId}::uuid and r.store_id = s.id and r.external_id = ${externalId}::text
           offset 0) aside
     where s.tenant_id = ${sql.tenantId}::uuid and (${storeId}::uuid is null or s.id = ${storeId}::uuid)
       and aside.closed_at is null
     order by aside.last_seen_at desc
     limit ${MOST}::int`;
  return rows;
}

/** By a part of its title. */
export async function setAsideByTitle(sql: TenantSql, storeId: string | null, title: string): Promise<SetAside[]> {
  const { rows } = await sql<SetAside>`
    select * from (
      select store_id, external_id, title, reason, path, message, run_id, tries, first_seen_at, last_seen_at
        from rejected_products
       where tenant_id = ${sql.tenantId}::uuid and closed_at is null
         and (${storeId}::uuid is null or store_id = ${storeId}::uuid)
       limit ${LOOKED_THROUGH}::int) aside
     where strpos(lower(title), lower(${title}::text)) > 0
     order by last_seen_at desc
     limit ${MOST}::int`;
  return rows;
}

const MOST = 20;
/** More are seldom open: over so many, a mapper or a shop is wrong as a whole. */
const LOOKED_THROUGH = 10_000;
