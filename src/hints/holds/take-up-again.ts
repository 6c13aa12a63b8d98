import type { TenantSql } from '../../database/sql';
import { releaseHeld } from '../../stores/webhooks/release-held';
import { hintsWait, noteHintsSince } from '../hints-since';

/**
 * Once a store is connected again: what it told while it refused us, or while nobody asked it, waits no longer. Answers
 * whether there is any.
 */
export async function takeHintsUpAgain(sql: TenantSql, storeId: string): Promise<boolean> {
  await releaseHeld(sql, storeId, { heldBy: 'credentials' });
  await noteHintsSince(sql, storeId);
  return hintsWait(sql, storeId);
}
