import { and, eq } from 'drizzle-orm';
import { NOW, type TenantSql } from '../../database/sql';
import { storeWebhooks } from '../../database/tables/webhooks';
import type { WebhookTopic } from '../../model/webhooks/webhook-states';

const isStores = (tenantId: string, storeId: string) =>
  and(eq(storeWebhooks.tenantId, tenantId), eq(storeWebhooks.storeId, storeId));

/**
 * A row for a store that had none: somebody entered a webhook in the shop's admin before we ever looked, which is what is
 * done next.
 */
export async function keepEnteredByHand({ db, tenantId }: TenantSql, storeId: string): Promise<void> {
  await db.insert(storeWebhooks).values({ tenantId, storeId, state: 'by_hand', lookDueAt: NOW }).onConflictDoNothing();
}

/**
 * The shop says that we were uninstalled: anybody with one signed body can say so, and it is asked. The moment is that of the
 * last time: whoever just asks forgets what was told until it asked, and no more.
 */
export async function noteUninstallTold({ db, tenantId }: TenantSql, storeId: string): Promise<void> {
  await db.update(storeWebhooks).set({ uninstallToldAt: NOW }).where(isStores(tenantId, storeId));
}

/**
 * The store told what its registration is looked at for. False: there was a look within the last minute, or one is under way,
 * which would find itself overtaken: whoever repeats a signed body could keep looks from ever ending.
 */
export async function wantLook(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rowCount } = await sql`
    update store_webhooks
       set look_due_at = least(look_due_at, now())
     where tenant_id = ${sql.tenantId}::uuid
       and store_id = ${storeId}::uuid
       and (looked_at is null or looked_at <= now() - interval '1 minute')`;
  return rowCount === 1;
}

/** Deliveries of a topic are errors from now on, for a reason that people are told; null: they are news again. */
export async function noteTopicBroken(
  { db, tenantId }: TenantSql,
  storeId: string,
  topic: string,
  reason: string | null,
): Promise<void> {
  const [known] = await db
    .select({ topics: storeWebhooks.topics, reason: storeWebhooks.reason })
    .from(storeWebhooks)
    .where(isStores(tenantId, storeId))
    .for('no key update');
  if (known === undefined) return;
  const before = known.topics.find((each) => each.topic === topic);
  const told: WebhookTopic = {
    topic,
    state: reason === null ? 'registered' : 'refused',
    since: new Date().toISOString(),
    ...(before?.external_id !== undefined && { external_id: before.external_id }),
    ...(reason !== null && { reason }),
  };
  const others = known.topics.filter((each) => each.topic !== topic);
  // A reason that somebody else told meanwhile stays.
  const isOurs = known.reason === null || known.reason === before?.reason;
  await db
    .update(storeWebhooks)
    .set({ topics: [...others, told], updatedAt: NOW, ...((reason !== null || isOurs) && { reason }) })
    .where(isStores(tenantId, storeId));
}
