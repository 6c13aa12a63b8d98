import { sql } from 'drizzle-orm';
import { bigint, boolean, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Difference } from '../../model/difference';
import type { DeactivationEvidence } from '../../model/evidence';
import type { LeanMode } from '../../model/freshness/lean-product';
import type { MissingState } from '../../model/missing-state';
import type { Platform } from '../../model/platform';
import type { RejectionReason } from '../../model/rejection';
import type { RunMode, RunPhase, RunReader, RunStatus, RunTrigger } from '../../model/run';
import type { RunCounts } from '../../model/run-counts';
import type { RunErrorType } from '../../model/run-errors';
import type { RunProblem } from '../../model/run-problem';
import type { NotedStandstill } from '../../model/standstill';
import type { SweepStatus, SweepTotals } from '../../model/sweep';
import { json, moment, now } from './columns';
import { countingPolicy, systemPolicies, tenantPolicy } from './policies';
import { stores } from './stores';

const IS_NO_REFRESH = sql`mode <> 'refresh'`;

/** More products were created or switched off than `unusual_change` leaves unsaid whatever the store's size. */
const CHANGED_MUCH = sql`greatest((counts #>> '{products,created}')::bigint, (counts #>> '{products,deactivated}')::bigint) > 20`;

export const syncRuns = pgTable(
  'sync_runs',
  {
    tenantId: uuid('tenant_id').notNull(),
    /** Temporal's first execution run id: it survives continue-as-new and reset. */
    id: uuid('id').notNull(),
    storeId: uuid('store_id').notNull(),
    workflowId: text('workflow_id').notNull(),
    platform: text('platform').$type<Platform>().notNull(),
    mode: text('mode').$type<RunMode>().notNull(),
    dryRun: boolean('dry_run').notNull().default(false),
    trigger: text('trigger').$type<RunTrigger>().notNull(),
    /** The sweep that started it. */
    sweepId: uuid('sweep_id'),
    status: text('status').$type<RunStatus>().notNull(),
    phase: text('phase').$type<RunPhase>().notNull(),
    attempt: integer('attempt').notNull().default(1),
    queuedAt: now('queued_at'),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    nextAttemptAt: moment('next_attempt_at'),
    /** The store's totals, asked at the start and again at the end. */
    announced: integer('announced'),
    announcedAtEnd: integer('announced_at_end'),
    /** The store's own clock at the start: the watermark, should the run read it whole. */
    storeTime: moment('store_time'),
    storeTimeObservation: bigint('store_time_observation', { mode: 'number' }),
    /** Of an incremental run: it asked for what changed since then, by the store's clock. */
    changedSince: moment('changed_since'),
    /**
     * Of a full run: products whose change no incremental one since the last full one could find, or did. null: it had none to
     * compare with.
     */
    foundOnlyByFull: integer('found_only_by_full'),
    /** How the listing is read: `pages`, or `bulk` (one file that the platform writes). */
    reader: text('reader').$type<RunReader>().notNull().default('pages'),
    /** Why a run that was to read in bulk reads pages after all. */
    readerNote: text('reader_note'),
    /** All HTTP requests of the run, and the milliseconds that the store was given because it asked for time. */
    requests: integer('requests').notNull().default(0),
    throttledMs: integer('throttled_ms').notNull().default(0),
    /** Why the run waits now, since when and until when; null while it does not. */
    waitingReason: text('waiting_reason'),
    waitingSince: moment('waiting_since'),
    waitingUntil: moment('waiting_until'),
    /** What keeps it from going on, as Temporal told when somebody looked; stale once the run shows a sign of life. */
    standstill: json('standstill').$type<NotedStandstill>(),
    /** When a worker last wrote to this row. */
    touchedAt: moment('touched_at'),
    /** What kept it from `completed`: `[{type, message, count}]`, fixed when it closes. */
    problems: json('problems').$type<RunProblem[]>(),
    /** Sums over the manifest, fixed when the run closes; null until then. */
    counts: json('counts').$type<RunCounts>(),
    errorType: text('error_type').$type<RunErrorType>(),
    errorMessage: text('error_message'),
    /** When its approval took up somebody's decision: from then on the approval carries the run out. */
    claimedAt: moment('claimed_at'),
    /** Temporal's run id of the execution that closed it: a later one is a reset, and re-opens the row. */
    closedBy: uuid('closed_by'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('sync_runs_newest').on(table.tenantId, table.queuedAt, table.id),
    index('sync_runs_of_store').on(table.tenantId, table.storeId, table.queuedAt, table.id),
    // A store that tells of its changes makes hundreds of refreshes a day: lists without them do not read past them.
    index('sync_runs_newest_besides_refreshes').on(table.tenantId, table.queuedAt, table.id).where(IS_NO_REFRESH),
    index('sync_runs_of_store_besides_refreshes')
      .on(table.tenantId, table.storeId, table.queuedAt, table.id)
      .where(IS_NO_REFRESH),
    index('sync_runs_newest_of_all_besides_refreshes').on(table.queuedAt, table.id).where(IS_NO_REFRESH),
    index('sync_runs_last_of_mode')
      .on(table.tenantId, table.storeId, table.mode, table.queuedAt)
      .where(sql`not dry_run`),
    index('sync_runs_refreshes_over').on(table.tenantId, table.finishedAt).where(sql`mode = 'refresh'`),
    index('sync_runs_ended')
      .on(table.finishedAt, table.tenantId, table.status, table.errorType)
      .where(sql`mode <> 'refresh' and not dry_run`),
    // For those that ask for long runs, which few are.
    index('sync_runs_long')
      .on(table.queuedAt, table.id)
      .where(sql`mode <> 'refresh' and (finished_at is null or finished_at - started_at >= interval '1 minute')`),
    index('sync_runs_ended_of_store').on(table.tenantId, table.storeId, table.finishedAt),
    index('sync_runs_open_of_store').on(table.tenantId, table.storeId).where(sql`finished_at is null`),
    index('sync_runs_open').on(table.id).where(sql`finished_at is null`),
    index('sync_runs_id').on(table.id),
    index('sync_runs_newest_of_all').on(table.queuedAt, table.id),
    index('sync_runs_newest_by_status').on(table.status, table.queuedAt, table.id),
    // Tens of a day among a million: what closed with a change that people should hear of.
    index('sync_runs_much_changed').on(table.finishedAt).where(CHANGED_MUCH),
    // Holds all that is counted of the runs of a day, so that none of them is read; the tenant, because a policy asks for it.
    index('sync_runs_counted')
      .on(table.finishedAt, table.platform, table.mode, table.status, table.errorType, table.tenantId)
      .where(sql`finished_at is not null and not dry_run`),
    index('sync_runs_of_sweep').on(table.sweepId).where(sql`sweep_id is not null`),
    foreignKey({
      name: 'sync_runs_store',
      columns: [table.tenantId, table.storeId],
      foreignColumns: [stores.tenantId, stores.id],
    }),
    tenantPolicy('sync_runs', table.tenantId),
    ...systemPolicies('sync_runs', 'select'),
  ],
);

/** The manifest of a run, a row a merged page, written in the merge's own transaction; refreshes write it too. */
export const syncPages = pgTable(
  'sync_pages',
  {
    tenantId: uuid('tenant_id').notNull(),
    runId: uuid('run_id').notNull(),
    batchId: uuid('batch_id').notNull(),
    page: integer('page').notNull(),
    storeId: uuid('store_id').notNull(),
    observation: bigint('observation', { mode: 'number' }).notNull(),
    nextCursor: text('next_cursor'),
    /** The group of fields that a lean page looked at, and at nothing else (I12). null: at everything. */
    lean: text('lean').$type<LeanMode>(),
    externalIds: text('external_ids').array().notNull(),
    /** Of a lean page: products that it showed and could not compare. They are no part of `external_ids`. */
    unknownIds: text('unknown_ids').array().notNull().default(sql`'{}'::text[]`),
    /** Of a lean page: which of both it did not show alive. */
    offIds: text('off_ids').array().notNull().default(sql`'{}'::text[]`),
    rejectedIds: text('rejected_ids').array().notNull(),
    created: integer('created').notNull(),
    updated: integer('updated').notNull(),
    unchanged: integer('unchanged').notNull(),
    reactivated: integer('reactivated').notNull(),
    deactivated: integer('deactivated').notNull(),
    rejected: integer('rejected').notNull(),
    variantsSeen: integer('variants_seen').notNull(),
    variantsCreated: integer('variants_created').notNull(),
    variantsUpdated: integer('variants_updated').notNull(),
    variantsRemoved: integer('variants_removed').notNull(),
    /** What the brake against mass damage sums: products with a price or limited stock before, and those that lost it. */
    priced: integer('priced').notNull().default(0),
    pricesFallen: integer('prices_fallen').notNull().default(0),
    stocked: integer('stocked').notNull().default(0),
    stocksFallen: integer('stocks_fallen').notNull().default(0),
    requests: integer('requests').notNull(),
    throttledMs: integer('throttled_ms').notNull(),
    mergedAt: now('merged_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.runId, table.batchId, table.page] }),
    index('sync_pages_newest').on(table.tenantId, table.storeId, table.observation),
    foreignKey({
      name: 'sync_pages_run',
      columns: [table.tenantId, table.runId],
      foreignColumns: [syncRuns.tenantId, syncRuns.id],
    }),
    tenantPolicy('sync_pages', table.tenantId),
  ],
);

/** Active products that no page of a run carried: suspects first, then the store's own answer about each. */
export const missingProducts = pgTable(
  'missing_products',
  {
    tenantId: uuid('tenant_id').notNull(),
    runId: uuid('run_id').notNull(),
    externalId: text('external_id').notNull(),
    productId: uuid('product_id').notNull(),
    state: text('state').$type<MissingState>().notNull(),
    evidence: json('evidence').$type<DeactivationEvidence>(),
    /**
     * Of the request that brought the evidence: nothing is deactivated that was observed later. Until it comes, of the
     * look that raised the doubt, where the store itself told that the product went.
     */
    observation: bigint('observation', { mode: 'number' }),
    checkedAt: moment('checked_at'),
    detail: text('detail'),
    /** By this run, before its row started anew: the product came back since, and is doubted once more. */
    wentBefore: boolean('went_before').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.runId, table.externalId] }),
    foreignKey({
      name: 'missing_products_run',
      columns: [table.tenantId, table.runId],
      foreignColumns: [syncRuns.tenantId, syncRuns.id],
    }),
    tenantPolicy('missing_products', table.tenantId),
    countingPolicy('missing_products', sql`state in ('suspect', 'confirmed')`),
  ],
);

/** What a dry run would have changed. */
export const runDifferences = pgTable(
  'run_differences',
  {
    tenantId: uuid('tenant_id').notNull(),
    runId: uuid('run_id').notNull(),
    externalId: text('external_id').notNull(),
    kind: text('kind').$type<Difference['kind']>().notNull(),
    productId: uuid('product_id'),
    title: text('title'),
    fields: json('fields').$type<Difference['fields']>().notNull(),
    evidence: json('evidence').$type<DeactivationEvidence>(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.runId, table.externalId] }),
    foreignKey({
      name: 'run_differences_run',
      columns: [table.tenantId, table.runId],
      foreignColumns: [syncRuns.tenantId, syncRuns.id],
    }),
    tenantPolicy('run_differences', table.tenantId),
  ],
);

/** Products that could not be read or stored (I7), open until they merge. */
export const rejectedProducts = pgTable(
  'rejected_products',
  {
    tenantId: uuid('tenant_id').notNull(),
    storeId: uuid('store_id').notNull(),
    externalId: text('external_id').notNull(),
    /** The last run that set it aside. */
    runId: uuid('run_id').notNull(),
    title: text('title'),
    reason: text('reason').$type<RejectionReason>().notNull(),
    path: text('path').notNull(),
    message: text('message').notNull(),
    /** Its JSON as the store sent it, as text: read as numbers, its ids would lose digits (I11). */
    payload: text('payload').notNull(),
    observation: bigint('observation', { mode: 'number' }).notNull(),
    tries: integer('tries').notNull().default(1),
    firstSeenAt: now('first_seen_at'),
    lastSeenAt: now('last_seen_at'),
    closedAt: moment('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.storeId, table.externalId] }),
    foreignKey({
      name: 'rejected_products_store',
      columns: [table.tenantId, table.storeId],
      foreignColumns: [stores.tenantId, stores.id],
    }),
    index('rejected_products_open').on(table.tenantId, table.storeId).where(sql`closed_at is null`),
    tenantPolicy('rejected_products', table.tenantId),
  ],
);

/** A sweep over all stores. It belongs to no tenant, so only the system sees it. */
export const syncSweeps = pgTable(
  'sync_sweeps',
  {
    id: uuid('id').primaryKey(),
    workflowId: text('workflow_id').notNull(),
    platform: text('platform').$type<Platform>(),
    mode: text('mode').notNull(),
    trigger: text('trigger').$type<RunTrigger>().notNull(),
    status: text('status').$type<SweepStatus>().notNull(),
    /** Final counts, written when it ends. */
    counts: json('counts').$type<SweepTotals>(),
    startedAt: now('started_at'),
    finishedAt: moment('finished_at'),
  },
  () => systemPolicies('sync_sweeps', 'select', 'insert', 'update'),
);
