import { randomUUID } from 'node:crypto';
import type { WooShop } from '../../simulators/woocommerce/shop';
import { writeAuditLog } from '../../src/logs/audit-log';
import { approveDeactivationId, deliverAlertsId, deliverEventsId } from '../../src/model/workflow-ids';
import { lockStore } from '../../src/stores/lock-store';
import type { Store } from '../../src/stores/store';
import { supersedeRun } from '../../src/temporal/control-run';
import { decideApproval } from '../../src/temporal/decide-approval';
import { ringEndpoint } from '../../src/temporal/ring-endpoint';
import { startDeletion } from '../../src/temporal/start-deletion';
import { startDelivery } from '../../src/temporal/start-delivery';
import { markForDeletion } from '../../src/tenants/deletion/mark-for-deletion';
import { inboxOf } from '../hints/inbox';
import type { Told } from '../hints/inbox-rows';
import type { SyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { withDeliveriesWorker } from './deliveries-worker';

/** An execution whose history is worth keeping. */
interface Execution {
  workflowId: string;
  /** Absent: the latest. */
  runId?: string;
}

type Scenario = (world: SyncWorld) => Promise<Execution>;

const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    name: `P${index + 1}`,
    regular_price: '5.00',
  }));

const synced = async (world: SyncWorld, store: Store, more: Parameters<SyncWorld['sync']>[1] = {}) => {
  const started = await world.start(store, more);
  await world.ended(store, started);
  return started;
};

/** A run that found one of six products gone, under a brake that lets none go, and waits. */
async function held(world: SyncWorld) {
  const { shop, store } = await world.wooCommerce({ products: items(6) });
  await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
  await world.sync(store);
  shop.remove('1');
  return { store, run: await synced(world, store) };
}

async function decided(world: SyncWorld, verdict: 'approve' | 'reject'): Promise<Execution> {
  const { store, run } = await held(world);
  const actor = { kind: 'api_key', id: 'key', name: 'Anna' };
  await decideApproval(world.temporal, run.runId, verdict, { actor });
  await world.whenRun(store, run.runId, 'is over', ({ finished_at }) => finished_at !== null);
  const workflowId = approveDeactivationId(run.runId);
  await world.client((client) => client.workflow.getHandle(workflowId).result());
  return { workflowId };
}

async function swept(world: SyncWorld) {
  for (const products of [3, 5]) await world.wooCommerce({ products: items(products) });
  const sweep = await world.startSweep();
  await until('the sweep to end', async () => (await world.describe(sweep.workflowId)).closeTime !== undefined);
  return sweep;
}

/** A sweep that meets an incremental run: it has that store's turn when the run has ended. */
async function deferring(world: SyncWorld) {
  const { shop, store } = await world.wooCommerce({ products: items(5) });
  await world.sync(store);
  shop.faults.add({ path: 'modified_after', times: 1, answer: { delayMs: 4_000 } });
  await world.start(store, { mode: 'incremental' });
  return swept(world);
}

/** A store of six products under a brake that lets none go, which tells of the first one; its stretch until it is over. */
async function told(world: SyncWorld, happens: (shop: WooShop) => void, what?: Told): Promise<Execution> {
  const { shop, store } = await world.wooCommerce({ products: items(6) });
  await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
  await world.sync(store);
  happens(shop);
  const inbox = inboxOf(world);
  await inbox.put(store, ['1'], what);
  await inbox.ring(store, { idleMs: 1_000 });
  await inbox.stretch(store);
  const workflowId = inbox.workflowId(store);
  await until('the stretch to end', async () => (await world.describe(workflowId)).closeTime !== undefined);
  return { workflowId };
}

/** So many pages, a batch each, that the tests' Temporal suggests to continue as new. Answers the first execution. */
async function continuing(world: SyncWorld): Promise<Execution> {
  const { shop, store } = await world.wooCommerce({ products: items(1_800) });
  shop.faults.add({ path: 'offset=', answer: { delayMs: 410 } });
  return synced(world, store);
}

/** Every workflow, and every way that it can end, by the name of the history's file. */
export const SCENARIOS: Record<string, Scenario> = {
  'sync-products.completed': async (world) => {
    const { store } = await world.wooCommerce({ products: 250 });
    return synced(world, store);
  },
  'sync-products.completed-shopify': async (world) => {
    const { store } = await world.shopify({ products: 300 });
    return synced(world, store);
  },
  'sync-products.completed-in-bulk': async (world) => {
    const { store } = await world.shopify({ products: 40 });
    await world.configure(store, { bulk_above: { products: 10, variants: 50_000 } });
    return synced(world, store);
  },
  'sync-products.completed-deactivating': async (world) => {
    const { shop, store } = await world.wooCommerce({ products: items(30) });
    await world.sync(store);
    shop.remove('1');
    return synced(world, store);
  },
  'sync-products.completed-with-errors': async (world) => {
    const { store } = await world.wooCommerce({ products: [...items(3), { id: '9', name: 'Odd', price: 'abc' }] });
    return synced(world, store);
  },
  'sync-products.failed-and-retried': async (world) => {
    const { shop, store } = await world.wooCommerce({ products: items(5) });
    shop.faults.add({ path: '/products', times: 8, answer: { html: 500 } });
    return synced(world, store);
  },
  'sync-products.failed': async (world) => {
    const { shop, store } = await world.wooCommerce({ products: items(5) });
    shop.faults.add({ answer: { unauthorized: true } });
    return synced(world, store);
  },
  'sync-products.awaiting-approval': async (world) => (await held(world)).run,
  'sync-products.superseding': async (world) => {
    const { store } = await held(world);
    return synced(world, store);
  },
  'sync-products.cancelled': async (world) => {
    const { shop, store } = await world.wooCommerce({ products: items(5) });
    shop.faults.add({ path: 'offset=0', answer: { delayMs: 20_000 } });
    const started = await world.start(store);
    await world.whenRun(store, started.runId, 'reads', ({ phase }) => phase === 'reading');
    await world.client((client) => client.workflow.getHandle(started.workflowId).cancel());
    await world.ended(store, started);
    return started;
  },
  'sync-products.superseded': async (world) => {
    const { shop, store } = await world.wooCommerce({ products: items(5) });
    await world.sync(store);
    shop.faults.add({ path: 'modified_after', times: 1, answer: { delayMs: 20_000 } });
    const started = await world.start(store, { mode: 'incremental' });
    await world.whenRun(store, started.runId, 'is open', ({ status }) => status === 'running');
    await supersedeRun(world.temporal, started);
    await world.ended(store, started);
    return started;
  },
  'sync-products.lean': async (world) => {
    const { shop, store } = await world.wooCommerce({ products: items(30) });
    await world.sync(store);
    shop.patch('3', { regular_price: '6.00' });
    shop.put({ id: 900, name: 'New', regular_price: '1.00' });
    return synced(world, store, { mode: 'prices' });
  },
  'sync-products.paused': async (world) => {
    const { shop, store } = await world.wooCommerce({ products: 250 });
    shop.faults.add({ path: 'offset=0', times: 1, answer: { delayMs: 1_000 } });
    const started = await world.start(store);
    await world.client((client) => client.workflow.getHandle(started.workflowId).signal('pause'));
    await world.whenRun(store, started.runId, 'is paused', ({ status }) => status === 'paused');
    await world.client((client) => client.workflow.getHandle(started.workflowId).signal('resume'));
    await world.ended(store, started);
    return started;
  },
  'sync-products.continued-as-new': continuing,
  'sync-products.continuation': async (world) => {
    const { workflowId } = await continuing(world);
    return { workflowId };
  },
  'sync-products.refresh': async (world) => {
    const { store } = await world.wooCommerce({ products: items(5) });
    await world.sync(store);
    return synced(world, store, { mode: 'refresh', externalIds: ['1', '2'] });
  },
  'sync-products.dry-run': async (world) => {
    const { store } = await world.wooCommerce({ products: items(5) });
    return synced(world, store, { dryRun: true });
  },
  'approve-deactivation.approved': (world) => decided(world, 'approve'),
  'approve-deactivation.rejected': (world) => decided(world, 'reject'),
  'approve-deactivation.expired': async (world) => {
    const { store, run } = await held(world);
    await world.whenRun(store, run.runId, 'is over', ({ finished_at }) => finished_at !== null);
    return { workflowId: approveDeactivationId(run.runId) };
  },
  'approve-deactivation.superseded': async (world) => {
    const { store, run } = await held(world);
    await world.sync(store);
    const workflowId = approveDeactivationId(run.runId);
    await world.client((client) => client.workflow.getHandle(workflowId).result());
    return { workflowId };
  },
  'refresh-hints.completed': (world) => told(world, (shop) => void shop.patch('1', { name: 'Renamed' })),
  'refresh-hints.held': (world) => told(world, (shop) => shop.remove('1'), { news: 'gone' }),
  'refresh-hints.failed': (world) => told(world, (shop) => void shop.faults.add({ answer: { unauthorized: true } })),
  'refresh-hints.cancelled-opening': async (world) => {
    const { store } = await world.wooCommerce({ products: items(6) });
    await world.sync(store);
    const inbox = inboxOf(world);
    const workflowId = inbox.workflowId(store);
    await inbox.put(store, ['1']);
    await world.database.withTenant(store.tenantId, async (sql) => {
      await lockStore(sql, store.id); // its row waits for it
      await inbox.ring(store);
      await until('its row to be opened', async () => {
        const { raw } = await world.describe(workflowId);
        return raw.pendingActivities?.some(({ activityType }) => activityType?.name === 'openRun');
      });
      await world.client((client) => client.workflow.getHandle(workflowId).cancel());
    });
    await until('the stretch to end', async () => (await world.describe(workflowId)).closeTime !== undefined);
    return { workflowId };
  },
  'sync-all-stores.completed': swept,
  'sync-all-stores.slice': async (world) => {
    const sweep = await swept(world);
    return { workflowId: `${sweep.workflowId}/${sweep.runId}/0` };
  },
  'sync-all-stores.slice-already-running': async (world) => {
    const { shop, store } = await world.wooCommerce({ products: items(5) });
    shop.faults.add({ path: 'offset=0', times: 1, answer: { delayMs: 5_000 } });
    const running = await world.start(store);
    const sweep = await swept(world);
    await world.ended(store, running);
    return { workflowId: `${sweep.workflowId}/${sweep.runId}/0` };
  },
  'sync-all-stores.deferring': deferring,
  'sync-all-stores.slice-deferring': async (world) => {
    const sweep = await deferring(world);
    return { workflowId: `${sweep.workflowId}/${sweep.runId}/0` };
  },
  'sync-all-stores.slice-once-more': async (world) => {
    const sweep = await deferring(world);
    return { workflowId: `${sweep.workflowId}/${sweep.runId}/1` };
  },
  'delete-tenant.completed': async (world) => {
    const tenantId = await world.newTenant('Vanishing');
    const { store } = await world.wooCommerce({ products: items(3) }, tenantId);
    await world.sync(store);
    await world.database.withSystem(async (sql) => {
      await markForDeletion(sql, { tenantId, confirmName: 'Vanishing' });
      const actor = { kind: 'operator', id: null, name: 'operator', address: null, requestId: null };
      await writeAuditLog(sql, { tenantId, action: 'tenant_deleted', actor, metadata: {} });
    });
    const { workflowId } = await startDeletion(world.temporal, tenantId);
    await until('the deletion has ended', async () => (await world.describe(workflowId)).closeTime !== undefined);
    return { workflowId };
  },
  'sync-due-stores.completed': async (world) => {
    const { store } = await world.wooCommerce({ products: items(3) });
    await world.sync(store);
    await world.database.withTenant(
      store.tenantId,
      (sql) => sql`update stores set next_incremental_at = now() where id = ${store.id}::uuid`,
    );
    const workflowId = `sync-due-stores-${randomUUID()}`;
    await world.client((client) =>
      client.workflow.execute('SyncDueStoresWorkflow', { workflowId, taskQueue: world.taskQueue }),
    );
    return { workflowId };
  },
  'look-after-webhooks.completed': async (world) => {
    const workflowId = `look-after-webhooks-${randomUUID()}`;
    await world.client((client) =>
      client.workflow.execute('LookAfterWebhooksWorkflow', { workflowId, taskQueue: world.taskQueue }),
    );
    return { workflowId };
  },
  'deliver-alerts.completed': async (world) => {
    const channel = { tenantId: null, channelId: randomUUID() };
    const workflowId = deliverAlertsId(channel.channelId);
    await withDeliveriesWorker(world, { deliverAlerts: async () => ({ delivered: 1, failed: 0 }) }, async () => {
      await startDelivery(world.temporal, channel);
      await until('the channel was told', async () => (await world.describe(workflowId)).closeTime !== undefined);
    });
    return { workflowId };
  },
  'look-after-alerts.completed': async (world) => {
    const workflowId = `look-after-alerts-${randomUUID()}`;
    await world.client((client) =>
      client.workflow.execute('LookAfterAlertsWorkflow', { workflowId, taskQueue: world.taskQueue }),
    );
    return { workflowId };
  },
  'deliver-events.completed': async (world) => {
    const { tenantId } = world;
    const endpointId = randomUUID();
    await ringEndpoint(world.temporal, { tenantId, endpointId });
    const workflowId = deliverEventsId(endpointId);
    await until('nothing is due', async () => (await world.describe(workflowId)).closeTime !== undefined);
    return { workflowId };
  },
  'maintenance.completed': async (world) => {
    const workflowId = `maintenance-${randomUUID()}`;
    await world.client((client) =>
      client.workflow.execute('MaintenanceWorkflow', { workflowId, taskQueue: world.taskQueue }),
    );
    return { workflowId };
  },
};
