import type { TenantSql } from '../database/sql';

/** The store asks for time, of every process. A shorter wish than the one that is known shortens nothing. */
export async function noteHold(
  sql: TenantSql,
  storeId: string,
  { ms, why }: { ms: number; why: string },
): Promise<void> {
  await sql`
    update stores
       set held_until = now() + make_interval(secs => ${ms / 1000}::float8), held_why = ${why}::text
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid
       and (held_until is null or held_until < now() + make_interval(secs => ${ms / 1000}::float8))`;
}

/** Somebody ended the wait by hand: the store is asked at once, and may ask for time again. */
export async function endHold(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update stores set held_until = null, held_why = null
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and held_until is not null`;
}
