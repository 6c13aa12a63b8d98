import { randomBytes } from 'node:crypto';
import type { StoreSample } from '../../../src/model/freshness/sample';
import type { WebhooksLook } from '../../../src/model/webhooks/webhooks-look';
import { readFreshness } from '../../../src/stores/freshness/freshness-view';
import type { Store } from '../../../src/stores/store';
import type { SyncWorld } from '../../support/sync-world';

export interface SampleWorld {
  /** One look over all stores whose sample is due. */
  look(): Promise<WebhooksLook['samples']>;
  sampleOf(store: Store): Promise<StoreSample | null>;
  /** As if nobody had looked yet. */
  makeDue(store: Store): Promise<void>;
  dueAt(store: Store): Promise<Date | null>;
  /** What the store's inbox holds of samples, whoever took it up since. */
  hints(store: Store): Promise<{ external_id: string; subject: string; news: string }[]>;
  /** How many of them nobody has settled. */
  pending(store: Store): Promise<number>;
}

export function sampleWorld(world: SyncWorld): SampleWorld {
  return {
    look: async () => {
      const workflowId = `look-after-webhooks/${world.taskQueue}/${randomBytes(4).toString('hex')}`;
      const came = await world.client((client) =>
        client.workflow.execute('LookAfterWebhooksWorkflow', { workflowId, taskQueue: world.taskQueue }),
      );
      return (came as WebhooksLook).samples;
    },
    sampleOf: async (store) =>
      (await world.database.withTenant(store.tenantId, (sql) => readFreshness(sql, store))).sample,
    makeDue: async ({ tenantId, id }) => {
      await world.database.withTenant(
        tenantId,
        (sql) => sql`update stores set sample_due_at = null where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
      );
    },
    dueAt: ({ tenantId, id }) =>
      world.database.withTenant(tenantId, async (sql) => {
        const { rows } = await sql<{ at: Date | null }>`
          select sample_due_at as at from stores where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
        return rows[0]?.at ?? null;
      }),
    hints: ({ tenantId, id }) =>
      world.database.withTenant(tenantId, async (sql) => {
        const { rows } = await sql<{ external_id: string; subject: string; news: string }>`
          select external_ids[1] as external_id, subject, news from webhook_events
           where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid and topic = 'sample'
           order by external_ids[1]`;
        return rows;
      }),
    pending: ({ tenantId, id }) =>
      world.database.withTenant(tenantId, async (sql) => {
        const { rows } = await sql<{ pending: number }>`
          select count(*)::int as pending from webhook_events
           where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid and state = 'pending'`;
        return rows[0]?.pending ?? 0;
      }),
  };
}
