import type { TenantSql } from '../database/sql';

/**
 * One writer of a store's catalogue at a time, until the transaction ends. It has to be a statement of its own, before
 * the writing one: that one's snapshot must be taken when the lock is held. Without it 12 of 24 merges deadlocked.
 */
export async function lockStore(sql: TenantSql, storeId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${storeId}::text, 0))`;
}
