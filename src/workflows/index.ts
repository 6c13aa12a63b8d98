/**
 * What the worker bundles: the workflows by the names that Temporal and its Web UI show. Runs are in flight while their
 * code changes: read docs/changing-a-workflow.md before that.
 */
export { ApproveDeactivationWorkflow } from './approve-deactivation';
export { DeleteTenantWorkflow } from './delete-tenant';
export { DeliverAlertsWorkflow } from './deliver-alerts';
export { DeliverEventsWorkflow } from './deliver-events';
export { LookAfterAlertsWorkflow } from './look-after-alerts';
export { LookAfterWebhooksWorkflow } from './look-after-webhooks';
export { MaintenanceWorkflow } from './maintenance';
export { RefreshHintsWorkflow } from './refresh-hints';
export { SyncAllStoresWorkflow } from './sync-all-stores';
export { SyncDueStoresWorkflow } from './sync-due-stores';
export { SyncProductsWorkflow } from './sync-products';
