import type { Table } from 'drizzle-orm';
import { alertChannels, alertDeliveries, alertTellings } from '../../database/tables/alert-channels';
import { alerts } from '../../database/tables/alerts';
import { bulkLines } from '../../database/tables/bulk-lines';
import { collections, productChanges, products, productVariants, stagedPages } from '../../database/tables/catalog';
import { eventDeliveries, eventEndpoints, events } from '../../database/tables/events';
import { idempotencyKeys } from '../../database/tables/idempotency-keys';
import { auditLogs, webhookLogs } from '../../database/tables/logs';
import { missingProducts, rejectedProducts, runDifferences, syncPages, syncRuns } from '../../database/tables/runs';
import { searchTexts } from '../../database/tables/search-texts';
import { storeDays } from '../../database/tables/store-days';
import { stores } from '../../database/tables/stores';
import { apiKeys, changeCounters } from '../../database/tables/tenancy';
import { storeWebhooks, webhookEvents } from '../../database/tables/webhooks';

/** All tables of tenants' rows, each before those that it refers to. A test holds them against the schema. */
export const EMPTIED_TABLES: readonly Table[] = [
  productVariants,
  products,
  productChanges,
  searchTexts,
  collections,
  bulkLines,
  stagedPages,
  missingProducts,
  rejectedProducts,
  runDifferences,
  syncPages,
  alertDeliveries,
  alertTellings,
  alertChannels,
  alerts,
  eventDeliveries,
  events,
  eventEndpoints,
  webhookLogs,
  webhookEvents,
  storeWebhooks,
  syncRuns,
  storeDays,
  stores,
  changeCounters,
  idempotencyKeys,
  apiKeys,
  auditLogs,
];
