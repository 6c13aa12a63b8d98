import { randomBytes } from 'node:crypto';
import type { HintsLook, WebhooksLook } from '../../../src/model/webhooks/webhooks-look';
import type { Store } from '../../../src/stores/store';
import type { SyncWorld } from '../../support/sync-world';

/** The look of one minute, to its end. */
export async function lookAfterHints(world: SyncWorld): Promise<HintsLook> {
  const workflowId = `look-after-webhooks/${world.taskQueue}/${randomBytes(4).toString('hex')}`;
  const looked: WebhooksLook = await world.client((client) =>
    client.workflow.execute('LookAfterWebhooksWorkflow', { workflowId, taskQueue: world.taskQueue, args: [] }),
  );
  return looked.hints;
}

/** As if what the store told had come so long before. */
export async function age(world: SyncWorld, { tenantId, id }: Store, seconds: number): Promise<void> {
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`
      update webhook_events
         set received_at = received_at - make_interval(secs => ${seconds}::int),
             claimed_at = claimed_at - make_interval(secs => ${seconds}::int)
       where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid and state = 'pending'`;
    await sql`
      update store_webhooks set hints_since = hints_since - make_interval(secs => ${seconds}::int)
       where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`;
  });
}

export const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    name: `Product ${index + 1}`,
    regular_price: '5.00',
  }));
