import { and, eq, sql as expression } from 'drizzle-orm';
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

/** The shop says that we were uninstalled: anybody with one signed body can say so, and it is asked. */
export async function noteUninstallTold({ db, tenantId }: TenantSql, storeId: string): Promise<void> {
  await db
    .update(storeWebhooks)
    .set({ uninstallToldAt: expression`coalesce(${storeWebhooks.uninstallToldAt}, now())`, lookDueAt: NOW })
    .where(isStores(tenantId, storeId));
}

/** What our credentials may do has changed: perhaps a topic can be had now, or no more. */
export async function noteAccessChanged({ db, tenantId }: TenantSql, storeId: string): Promise<void> {
  await db.update(storeWebhooks).set({ lookDueAt: NOW }).where(isStores(tenantId, storeId));
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
