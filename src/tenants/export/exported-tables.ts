import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { alertChannels, alertDeliveries } from '../../database/tables/alert-channels';
import { alerts } from '../../database/tables/alerts';
import { collections, productChanges, products, productVariants } from '../../database/tables/catalog';
import { eventDeliveries, eventEndpoints, events } from '../../database/tables/events';
import { auditLogs, webhookLogs } from '../../database/tables/logs';
import { missingProducts, rejectedProducts, runDifferences, syncRuns } from '../../database/tables/runs';
import { storeDays } from '../../database/tables/store-days';
import { stores } from '../../database/tables/stores';
import { apiKeys } from '../../database/tables/tenancy';
import { storeWebhooks, webhookEvents } from '../../database/tables/webhooks';

export interface ExportedTable {
  /** What a line of it is called. */
  kind: string;
  table: PgTable;
  /** Behind the tenant, the columns of the index by which it is read in order. */
  key: readonly PgColumn[];
  /** What only this service needs. Bytes, which are hashes and sealed credentials, are left out everywhere. */
  without?: readonly PgColumn[];
  /** A column that is null where another one has this value. */
  blank?: { column: PgColumn; where: PgColumn; is: string };
  /** Rows that stand in a line of this one as a list. */
  parts?: { name: string; table: PgTable; of: readonly [part: PgColumn, whole: PgColumn]; order: PgColumn };
}

/** In this order. What refers to something comes behind it. */
export const EXPORTED_TABLES: readonly ExportedTable[] = [
  { kind: 'api_key', table: apiKeys, key: [apiKeys.id] },
  { kind: 'store', table: stores, key: [stores.id], without: [stores.sealingKey, stores.nameKey] },
  {
    kind: 'collection',
    table: collections,
    key: [collections.storeId, collections.externalId],
    without: [collections.observation],
  },
  {
    kind: 'product',
    table: products,
    key: [products.id],
    without: [products.detailsHash, products.pricesHash, products.stockHash, products.form, products.observation],
    parts: {
      name: 'variants',
      table: productVariants,
      of: [productVariants.productId, products.id],
      order: productVariants.position,
    },
  },
  { kind: 'change', table: productChanges, key: [productChanges.seq] },
  { kind: 'run', table: syncRuns, key: [syncRuns.id] },
  {
    kind: 'missing_product',
    table: missingProducts,
    key: [missingProducts.runId, missingProducts.externalId],
    without: [missingProducts.observation],
  },
  {
    kind: 'rejected_product',
    table: rejectedProducts,
    key: [rejectedProducts.storeId, rejectedProducts.externalId],
    without: [rejectedProducts.observation],
  },
  { kind: 'difference', table: runDifferences, key: [runDifferences.runId, runDifferences.externalId] },
  { kind: 'store_day', table: storeDays, key: [storeDays.storeId, storeDays.day] },
  { kind: 'store_webhooks', table: storeWebhooks, key: [storeWebhooks.storeId] },
  { kind: 'webhook_event', table: webhookEvents, key: [webhookEvents.id], without: [webhookEvents.observation] },
  { kind: 'alert', table: alerts, key: [alerts.id] },
  { kind: 'alert_channel', table: alertChannels, key: [alertChannels.createdAt, alertChannels.id] },
  {
    kind: 'alert_delivery',
    table: alertDeliveries,
    key: [alertDeliveries.channelId, alertDeliveries.createdAt, alertDeliveries.id],
  },
  { kind: 'event_endpoint', table: eventEndpoints, key: [eventEndpoints.id] },
  { kind: 'event', table: events, key: [events.id] },
  {
    kind: 'event_delivery',
    table: eventDeliveries,
    key: [eventDeliveries.id],
    without: [eventDeliveries.claimedBy],
  },
  { kind: 'webhook_log', table: webhookLogs, key: [webhookLogs.id] },
  {
    kind: 'audit_log',
    table: auditLogs,
    key: [auditLogs.at, auditLogs.id],
    // From where operators work is not the tenant's matter: as `listAuditLogs`.
    blank: { column: auditLogs.address, where: auditLogs.actorKind, is: 'operator' },
  },
];
