import type { Platform } from './platform';

/** One running workflow a store: the id is the lock (I3). */
export const syncProductsId = (platform: Platform, storeId: string) => `sync-products/${platform}/${storeId}`;

export const approveDeactivationId = (runId: string) => `approve-deactivation/${runId}`;

export const syncAllStoresId = (platform: Platform | null) => `sync-all-stores/${platform ?? 'all'}`;

export const MAINTENANCE_ID = 'maintenance';

export const SYNC_DUE_STORES_ID = 'sync-due-stores';

export const deleteTenantId = (tenantId: string) => `delete-tenant/${tenantId}`;

export const dryRunProductsId = (platform: Platform, storeId: string) => `dry-run-products/${platform}/${storeId}`;

export const refreshProductsId = (platform: Platform, storeId: string) => `refresh-products/${platform}/${storeId}`;

/** Reads again what a store told of. A doorbell starts it, or tells the one that is under way. */
export const refreshHintsId = (platform: Platform, storeId: string) => `refresh-hints/${platform}/${storeId}`;

/** Each minute: hints that nobody has taken up, and registrations that are to be looked after. */
export const LOOK_AFTER_WEBHOOKS_ID = 'look-after-webhooks';

/** Each minute: what is wrong with stores becomes alerts. */
export const LOOK_AFTER_ALERTS_ID = 'look-after-alerts';

/** One a channel of alerts, so that it is sent one message after the other. */
export const deliverAlertsId = (channelId: string) => `deliver-alerts/${channelId}`;
/** Tells one endpoint what happened. */
export const deliverEventsId = (endpointId: string) => `deliver-events/${endpointId}`;

/** Workflows and activities of all stores share one queue: fairness between tenants is by key, not by queue. */
export const TASK_QUEUE = 'catalog-sync';

/**
 * What waits for strangers' receivers has a queue beside it, with places of its own: a receiver that hangs takes none from
 * a sync.
 */
export const deliveriesQueue = (taskQueue: string) => `${taskQueue}-deliveries`;
