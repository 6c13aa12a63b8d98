import { onlyRow, type SystemSql, sqlPart, type TenantSql } from '../../database/sql';
import type { StoreStatus } from '../../model/store-status';
import { placeNext } from './place-next';

/** Of a row of `stores`: written as its index is, which is taken for nothing else. */
export const IS_LATE = sqlPart`status = 'active' and paused_at is null and late_at < now()`;

/** The same of a row that was read. */
export const isLate = ({ status, lateAt }: { status: StoreStatus; lateAt: Date | null }): boolean =>
  status === 'active' && lateAt !== null && lateAt.getTime() < Date.now();

/** In the system's scope: an inactive tenant's stores are read by nobody, and that is meant. */
export const IS_LATE_OF_ALL = sqlPart`${IS_LATE} and exists (select from tenants where tenants.id = stores.tenant_id and is_active)`;

/** How many stores of a tenant are late. */
export async function countLateStores(sql: TenantSql): Promise<number> {
  const { rows } = await sql<{ late: number }>`
    select count(*) as late from stores where tenant_id = ${sql.tenantId}::uuid and ${IS_LATE}`;
  return onlyRow(rows).late;
}

/** The same of all active tenants. */
export async function countAllLateStores(sql: SystemSql): Promise<number> {
  const { rows } = await sql<{ late: number }>`select count(*) as late from stores where ${IS_LATE_OF_ALL}`;
  return onlyRow(rows).late;
}

/** After the store was seen, in the same transaction: when it is late, should nobody see it again. */
export async function placeLate(sql: TenantSql, store: { id: string }): Promise<void> {
  await placeNext(sql, store, { after: new Date(), modes: [] });
}

/**
 * Stores whose place nobody wrote yet: a migration knows no quiet hours, and an older program that connects a store does
 * not know of it. Those that are never late are looked at each time. Answers how many there were.
 */
export async function placeUnplacedLate(sql: TenantSql): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from stores
     where tenant_id = ${sql.tenantId}::uuid and late_at is null and status <> 'disconnected'
     order by id`;
  for (const store of rows) await placeLate(sql, store);
  return rows.length;
}
