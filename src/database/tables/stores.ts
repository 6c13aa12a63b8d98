import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { StoreSample } from '../../model/freshness/sample';
import type { Platform } from '../../model/platform';
import type { RunError } from '../../model/run-errors';
import type { StoredStatus } from '../../model/store-status';
import type { WebhookWish } from '../../model/webhooks/webhook-states';
import { bytes, json, moment, now, ownId } from './columns';
import { systemPolicies, tenantPolicy } from './policies';
import { tenants } from './tenancy';

/** `storeStatus` in SQL. */
const SHOWN_STATUS = sql`(case when paused_at is not null and status <> 'disconnected' then 'paused' else status end)`;

export const stores = pgTable(
  'stores',
  {
    id: ownId(),
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id),
    platform: text('platform').$type<Platform>().notNull(),
    name: text('name').notNull(),
    /**
     * What it is sorted by: an index is not asked for `lower(name)`, which might leak what the policies hide. Cut, as an index
     * takes no long text, and there are names from when any length was kept.
     */
    nameKey: text('name_key').generatedAlwaysAs(sql`lower(left(name, 200))`),
    /** The one spelling of the store's URL or shop domain. */
    address: text('address').notNull(),
    /** null once disconnected. */
    sealedCredentials: bytes('sealed_credentials'),
    /** The id of the key that sealed them, which stands in front of them: no secret, and to be counted without them. */
    sealingKey: text('sealing_key').generatedAlwaysAs(
      sql`encode(substring(sealed_credentials from 1 for 8), 'escape')`,
    ),
    /** Raised by every reconnect: a late 401 of an older version marks nothing. */
    credentialsVersion: integer('credentials_version').notNull().default(1),
    identity: text('identity').notNull(),
    currency: text('currency').notNull(),
    productCount: integer('product_count').notNull(),
    /** Its open rows in `rejected_products`, kept here for those who may not see what products hold. */
    setAsideCount: integer('set_aside_count').notNull().default(0),
    abilities: json('abilities').notNull().default(sql`'{}'::jsonb`),
    settings: json('settings').notNull().default(sql`'{}'::jsonb`),
    status: text('status').$type<StoredStatus>().notNull().default('active'),
    /** Why it needs attention, for people. */
    statusDetail: text('status_detail'),
    /**
     * The store's own clock at the start of the last run whose listing was read whole: what changed since is not known
     * yet. null: the next incremental run has to be a full one.
     */
    watermark: moment('watermark'),
    /** When it was read, among all that we observed (I12): clocks are set back, this is not. */
    watermarkObservation: bigint('watermark_observation', { mode: 'number' }),
    /** Since when it is paused, which resuming alone ends: `status` tells what the store itself is like. */
    pausedAt: moment('paused_at'),
    /** How fresh the tenant wants it: apart from `settings`, which an older API's `PATCH` writes anew without it. */
    freshness: json('freshness').notNull().default(sql`'{}'::jsonb`),
    /** Whether its webhooks are registered where that is possible: apart from `settings` for the same reason. */
    webhooks: text('webhooks').$type<WebhookWish>().notNull().default('auto'),
    /** How right the copy was when some products were last compared with the store. */
    sample: json('sample').$type<StoreSample>(),
    /** When that is done next; null: as soon as somebody looks. */
    sampleDueAt: moment('sample_due_at'),
    /** When each mode is due next, on the store's own grid; null: not by itself. */
    nextFullAt: moment('next_full_at'),
    /** A store that an API without these columns connects has a place, too. */
    nextIncrementalAt: moment('next_incremental_at').default(sql`now() + random() * interval '15 minutes'`),
    nextInventoryAt: moment('next_inventory_at'),
    nextPricesAt: moment('next_prices_at'),
    /** A full run is due from then on whatever its cadence says, and why; until one starts. */
    fullWantedAt: moment('full_wanted_at'),
    fullWantedWhy: text('full_wanted_why'),
    /** Not looked at before: it failed to answer, or only its owner can mend it. */
    lookAfter: moment('look_after'),
    /** Looks in a row that failed, since when, and what the last one failed with. */
    failedLooks: integer('failed_looks').notNull().default(0),
    failedLooksSince: moment('failed_looks_since'),
    failedLook: json('failed_look').$type<Pick<RunError, 'type' | 'message'>>(),
    /** When it is to be looked at next, for whatever is due; one that needs attention is whatever its cadences are. */
    dueAt: moment('due_at').generatedAlwaysAs(
      sql`case when status = 'needs_attention'
               then coalesce(look_after, least(full_wanted_at, next_full_at, next_incremental_at, next_inventory_at, next_prices_at), created_at)
               when least(full_wanted_at, next_full_at, next_incremental_at, next_inventory_at, next_prices_at) is not null
               then greatest(look_after, least(full_wanted_at, next_full_at, next_incremental_at, next_inventory_at, next_prices_at)) end`,
    ),
    /** When the store was last asked for news, or read. */
    lastCheckedAt: moment('last_checked_at'),
    /** When a full or an incremental run last came to its end, dry ones aside: whatever a person decides later is no news. */
    lastSuccessAt: moment('last_success_at'),
    /** What it is late by counts from then at the earliest: it was connected or resumed, or is wanted at other times. */
    lateFrom: now('late_from'),
    /**
     * When it is late unless it is seen before: two intervals of its cadence behind the newest of the three, quiet hours not
     * counted. null: never by itself, or not placed yet.
     */
    lateAt: moment('late_at'),
    /** Minutes that a full run showed to be needed beyond the overlap that is set, up to an hour in all. */
    widenedOverlap: integer('widened_overlap').notNull().default(0),
    /** Products whose change only a full run found, over all such runs, and when the last one did. */
    foundOnlyByFull: integer('found_only_by_full').notNull().default(0),
    foundOnlyByFullAt: moment('found_only_by_full_at'),
    /** When the last run began that read the listing whole, and which one; null: none did since this is kept. */
    readAt: moment('read_at'),
    readRun: uuid('read_run'),
    /** Full runs in a row whose listing was short, the last of them, since when, and why; one that is whole clears them. */
    shortRuns: integer('short_runs').notNull().default(0),
    shortRun: uuid('short_run'),
    shortSince: moment('short_since'),
    shortWhy: text('short_why'),
    /** The run whose deactivations the brake held, whatever was decided; until a later one reads the listing whole. */
    brakedRun: uuid('braked_run'),
    /** The store asked for time until then; and its words. */
    heldUntil: moment('held_until'),
    heldWhy: text('held_why'),
    /** The run that may write (the fence): every writing transaction of a run checks it. */
    currentRun: uuid('current_run'),
    createdAt: now('created_at'),
    updatedAt: now('updated_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('stores_address').on(table.tenantId, table.platform, table.address),
    unique('stores_id').on(table.id),
    index('stores_newest').on(table.createdAt, table.id),
    index('stores_due')
      .on(table.platform, table.dueAt, table.id)
      .where(sql`due_at is not null and paused_at is null and status <> 'disconnected'`),
    index('stores_by_name').on(table.nameKey, table.id),
    index('stores_by_status').on(SHOWN_STATUS, table.id),
    index('stores_by_success').on(sql`coalesce(last_success_at, '-infinity'::timestamptz)`, table.id),
    index('stores_by_products').on(table.productCount, table.id),
    index('stores_set_aside').on(table.setAsideCount, table.id).where(sql`set_aside_count > 0`),
    index('stores_late').on(table.lateAt, table.id).where(sql`status = 'active' and paused_at is null`),
    index('stores_to_sample')
      .on(sql`coalesce(sample_due_at, '-infinity'::timestamptz)`, table.id)
      .where(sql`read_run is not null and paused_at is null and status = 'active'`),
    tenantPolicy('stores', table.tenantId),
    ...systemPolicies('stores', 'select'),
  ],
);
