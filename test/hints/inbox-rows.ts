import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database';
import type { HintHold, HintNews, HintState, HintSubject } from '../../src/model/webhooks/hints';

export interface Told {
  subject?: HintSubject;
  news?: HintNews;
  datedAt?: Date;
  key?: string;
}

export interface InboxRow {
  id: string;
  state: HintState;
  held_by: HintHold | null;
  claimed_by: string | null;
  claimed_batch: string | null;
  tries: number;
  received_at: Date;
  read_again_at: Date | null;
  run_id: string | null;
  handled_at: Date | null;
  reason: string | null;
  observation: number;
}

interface OfStore {
  tenantId: string;
  storeId: string;
}

/** Puts a row there as the receiver does, and rings nobody. Answers its id. */
export async function putHint(
  database: Database,
  { tenantId, storeId }: OfStore,
  externalIds: readonly string[],
  told: Told = {},
): Promise<string> {
  const { subject = 'product', news = 'changed', datedAt = null, key = randomUUID() } = told;
  const id = randomUUID();
  await database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into store_webhooks (tenant_id, store_id, state, hints_since)
      values (${tenantId}::uuid, ${storeId}::uuid, 'registered', now())
      on conflict (tenant_id, store_id) do update set hints_since = coalesce(store_webhooks.hints_since, now())`;
    await sql`
      insert into webhook_events (tenant_id, id, store_id, topic, external_ids, subject, news, deduplication_key, dated_at)
      values (${tenantId}::uuid, ${id}::uuid, ${storeId}::uuid, 'test', ${externalIds}::text[], ${subject}::text,
              ${news}::text, ${key}::text, ${datedAt}::timestamptz)`;
  });
  return id;
}

export function readHint(database: Database, tenantId: string, id: string): Promise<InboxRow> {
  return database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<InboxRow>`
      select id, state, held_by, claimed_by, claimed_batch, tries, received_at, read_again_at, run_id, handled_at, reason,
             observation
        from webhook_events where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    const [found] = rows;
    if (found === undefined) throw new Error(`the inbox has no row ${id}`);
    return found;
  });
}

/** Since when hints of the store wait, as its row says. */
export function readHintsSince(database: Database, { tenantId, storeId }: OfStore): Promise<Date | null> {
  return database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ hints_since: Date | null }>`
      select hints_since from store_webhooks where tenant_id = ${tenantId}::uuid and store_id = ${storeId}::uuid`;
    return rows[0]?.hints_since ?? null;
  });
}
