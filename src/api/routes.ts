import type { Route } from './http/route';
import { deleteAlertChannel } from './routes/alert-channels/delete-alert-channel';
import { getAlertChannel } from './routes/alert-channels/get-alert-channel';
import { getAlertChannels } from './routes/alert-channels/get-alert-channels';
import { getAlertDeliveries } from './routes/alert-channels/get-alert-deliveries';
import { patchAlertChannel } from './routes/alert-channels/patch-alert-channel';
import { postAlertChannel } from './routes/alert-channels/post-alert-channel';
import { postAlertChannelTest } from './routes/alert-channels/post-alert-channel-test';
import { getChanges } from './routes/catalog/get-changes';
import { getExplanation } from './routes/catalog/get-explanation';
import { getProduct } from './routes/catalog/get-product';
import { getProductExplanation } from './routes/catalog/get-product-explanation';
import { getProductHistory } from './routes/catalog/get-product-history';
import { getProducts } from './routes/catalog/get-products';
import { postSync } from './routes/catalog-sync/post-sync';
import { deleteEventEndpoint } from './routes/event-endpoints/delete-event-endpoint';
import { getEventDeliveries } from './routes/event-endpoints/get-event-deliveries';
import { getEventEndpoint } from './routes/event-endpoints/get-event-endpoint';
import { getEventEndpoints } from './routes/event-endpoints/get-event-endpoints';
import { patchEventEndpoint } from './routes/event-endpoints/patch-event-endpoint';
import { postEventDeliveryResend } from './routes/event-endpoints/post-event-delivery-resend';
import { postEventEndpoint } from './routes/event-endpoints/post-event-endpoint';
import { postEventEndpointSecret } from './routes/event-endpoints/post-event-endpoint-secret';
import { postEventEndpointTest } from './routes/event-endpoints/post-event-endpoint-test';
import { getHealth } from './routes/health/get-health';
import { getAuditLogs } from './routes/logs/get-audit-logs';
import { getWebhookEvents } from './routes/logs/get-webhook-events';
import { getWebhookLogs } from './routes/logs/get-webhook-logs';
import { getHealthz } from './routes/open/get-healthz';
import { getMetrics } from './routes/open/get-metrics';
import { getOpenApi } from './routes/open/get-openapi';
import { getReadyz } from './routes/open/get-readyz';
import { getRoot } from './routes/open/get-root';
import { deleteOperator } from './routes/operators/delete-operator';
import { getOperators } from './routes/operators/get-operators';
import { postOperator } from './routes/operators/post-operator';
import { postOperatorRotate } from './routes/operators/post-operator-rotate';
import { getOverview } from './routes/overview/get-overview';
import { getSchedules } from './routes/schedules/get-schedules';
import { postSchedulePreview } from './routes/schedules/post-schedule-preview';
import { postScheduleTrigger } from './routes/schedules/post-schedule-trigger';
import { putSchedule } from './routes/schedules/put-schedule';
import { deleteFormerSecret } from './routes/stores/delete-former-secret';
import { deleteStore } from './routes/stores/delete-store';
import { getStore } from './routes/stores/get-store';
import { getStores } from './routes/stores/get-stores';
import { getTrends } from './routes/stores/get-trends';
import { getWebhookSetup } from './routes/stores/get-webhook-setup';
import { patchStore } from './routes/stores/patch-store';
import { postStore } from './routes/stores/post-store';
import { postStoreCheck } from './routes/stores/post-store-check';
import { postStoreRejectedRetry } from './routes/stores/post-store-rejected-retry';
import { postStoreVerify } from './routes/stores/post-store-verify';
import { postWebhookSetup } from './routes/stores/post-webhook-setup';
import { getSyncAll } from './routes/sync-all/get-sync-all';
import { postSyncAll } from './routes/sync-all/post-sync-all';
import { getDifferences } from './routes/sync-runs/get-differences';
import { getDifferencesSummary } from './routes/sync-runs/get-differences-summary';
import { getFailures } from './routes/sync-runs/get-failures';
import { getMissing } from './routes/sync-runs/get-missing';
import { getRejected } from './routes/sync-runs/get-rejected';
import { getRun } from './routes/sync-runs/get-run';
import { getRuns } from './routes/sync-runs/get-runs';
import { postApprove } from './routes/sync-runs/post-approve';
import { postCancel } from './routes/sync-runs/post-cancel';
import { postReject } from './routes/sync-runs/post-reject';
import { postRunRejectedRetry } from './routes/sync-runs/post-run-rejected-retry';
import { deleteApiKey } from './routes/tenants/delete-api-key';
import { deleteTenant } from './routes/tenants/delete-tenant';
import { getApiKeys } from './routes/tenants/get-api-keys';
import { getTenantExport } from './routes/tenants/get-tenant-export';
import { getTenants } from './routes/tenants/get-tenants';
import { patchTenant } from './routes/tenants/patch-tenant';
import { postApiKey } from './routes/tenants/post-api-key';
import { postApiKeyRotate } from './routes/tenants/post-api-key-rotate';
import { postTenant } from './routes/tenants/post-tenant';
import { postWebhook } from './routes/webhooks/post-webhook';

/** Everything that the API answers, in the order of its contract. */
export const ROUTES: readonly Route[] = [
  postTenant,
  getTenants,
  patchTenant,
  postApiKey,
  getApiKeys,
  postApiKeyRotate,
  deleteApiKey,
  deleteTenant,
  getTenantExport,
  postOperator,
  getOperators,
  postOperatorRotate,
  deleteOperator,
  getHealth,
  getOverview,
  postSyncAll,
  getSyncAll,
  getSchedules,
  postSchedulePreview,
  putSchedule,
  postScheduleTrigger,
  postStore,
  postStoreCheck,
  getStores,
  getStore,
  getTrends,
  patchStore,
  deleteStore,
  postStoreRejectedRetry,
  postStoreVerify,
  getWebhookSetup,
  postWebhookSetup,
  deleteFormerSecret,
  postSync,
  getRuns,
  getFailures,
  getRun,
  postCancel,
  postApprove,
  postReject,
  getMissing,
  getRejected,
  postRunRejectedRetry,
  getDifferences,
  getDifferencesSummary,
  getProducts,
  getProduct,
  getProductHistory,
  getProductExplanation,
  getExplanation,
  getChanges,
  postAlertChannel,
  getAlertChannels,
  getAlertChannel,
  patchAlertChannel,
  postAlertChannelTest,
  getAlertDeliveries,
  deleteAlertChannel,
  getWebhookEvents,
  getWebhookLogs,
  postEventEndpoint,
  getEventEndpoints,
  getEventEndpoint,
  patchEventEndpoint,
  postEventEndpointSecret,
  postEventEndpointTest,
  getEventDeliveries,
  postEventDeliveryResend,
  deleteEventEndpoint,
  getAuditLogs,
  getRoot,
  getHealthz,
  getReadyz,
  getMetrics,
  getOpenApi(() => ROUTES),
  postWebhook,
];
