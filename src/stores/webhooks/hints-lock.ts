import type { TenantSql } from '../../database/sql';

/*
 * The order of locks: the row of `stores` where it is written too, this one, the row of `store_webhooks`, hints. Whoever is
 * alone with the hints goes on to write the row: who had the row and waited here would be waited for by the one that it waits for.
 */

/**
 * Held by whoever writes a hint, until the transaction ends, as a statement before the one that writes: a hint that is not
 * committed yet is seen by nobody who reckons `store_webhooks.hints_since` meanwhile.
 */
export async function shareHints(sql: TenantSql, storeId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${`hints ${storeId}`}::text, 0))`;
}

/**
 * Whether nobody is just writing a hint of this store; then nobody does until the transaction ends. Asked as a statement of
 * its own before `hints_since` is reckoned: where it answers no, there may be a hint that cannot be seen yet. It never waits,
 * as the writer may wait for rows of this very transaction.
 */
export async function isAloneWithHints(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rows } = await sql<{ isAlone: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`hints ${storeId}`}::text, 0)) as "isAlone"`;
  return rows[0]?.isAlone ?? false;
}
