import { type Page, type PageRequest, pageOfRows } from '../database/page';
import { type Sql, type SqlPart, type SystemSql, sqlPart, type TenantSql } from '../database/sql';
import { IS_LATE, IS_LATE_OF_ALL } from './freshness/late';
import { STORE_LIST, type Store, type StoreRow, storeOf } from './store';

/** null when the tenant has no such store. */
export async function getStore(sql: TenantSql, storeId: string): Promise<Store | null> {
  return selectStore(sql, sql.tenantId, storeId);
}

/** Whosever it is; null when there is no such store. */
export async function getAnyStore(sql: SystemSql, storeId: string): Promise<Store | null> {
  return selectStore(sql, null, storeId);
}

export interface StoreFilter extends PageRequest {
  /** Only those that are late, or only the others. */
  late?: boolean | undefined;
}

/** A tenant's stores, newest first, disconnected ones too. */
export async function listStores(sql: TenantSql, filter: StoreFilter): Promise<Page<Store>> {
  return selectStores(sql, sql.tenantId, IS_LATE, filter);
}

/** The same of all tenants, or of one. */
export async function listAllStores(
  sql: SystemSql,
  { tenantId, ...filter }: StoreFilter & { tenantId: string | null },
): Promise<Page<Store>> {
  return selectStores(sql, tenantId, IS_LATE_OF_ALL, filter);
}

async function selectStore(sql: Sql, tenantId: string | null, storeId: string): Promise<Store | null> {
  const { rows } = await sql<StoreRow>`
    select ${STORE_LIST}
      from stores
     where (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
       and id = ${storeId}::uuid`;
  return rows[0] === undefined ? null : storeOf(rows[0]);
}

async function selectStores(
  sql: Sql,
  tenantId: string | null,
  isLate: SqlPart,
  { limit, after, late }: StoreFilter,
): Promise<Page<Store>> {
  const [afterId = null] = after ?? [];
  const isMeant = late === undefined ? sqlPart`true` : late ? isLate : sqlPart`(${isLate}) is not true`;
  const { rows } = await sql<StoreRow>`
    select ${STORE_LIST}
      from stores
     where (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
       and ${isMeant}
       and (${afterId}::uuid is null
            or (created_at, id) < (select created_at, id
                                     from stores
                                    where (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
                                      and id = ${afterId}::uuid))
     order by created_at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfRows(rows, limit, (row) => [row.id], storeOf);
}
