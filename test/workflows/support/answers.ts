import { ApplicationFailure, Context } from '@temporalio/activity';
import type { ClosedRun } from '../../../src/activities/close-run';
import { STORE_PATIENCE } from '../../../src/activities/dependencies';
import type { FetchedPages, FetchPagesInput } from '../../../src/activities/fetch-product-pages';
import type { DueTotals } from '../../../src/model/freshness/due-sweep';
import type { SamplesLook } from '../../../src/model/freshness/sample';
import type { Listing } from '../../../src/model/listing';
import type { LastStatus } from '../../../src/model/run';
import type { RunCounts } from '../../../src/model/run-counts';
import type { RunErrorType } from '../../../src/model/run-errors';
import type { DeliveriesLook, HintsLook } from '../../../src/model/webhooks/webhooks-look';
import { readSettings } from '../../../src/process/settings';
import type { Fake, Fakes } from './script';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const LISTING: Listing = { currency: 'EUR', announced: 100, announcedAtEnd: null };

/** Production's own, so that its minutes and days are what is tested. */
const { runRetryDelays } = readSettings(['runRetryDelays'], {});
const { approvalMs, bulkWaitMs } = STORE_PATIENCE;

/** One batch from the place that was asked for; `next` null is the listing's end. */
export const fetched =
  (next: string | null = null, more: Partial<FetchedPages> = {}) =>
  ({ cursor }: FetchPagesInput): FetchedPages => ({
    batchId: batchAt(cursor),
    pages: 1,
    nextCursor: next,
    listing: LISTING,
    inBulk: null,
    waitMs: 0,
    ...more,
  });

/** The store asks for a long wait and shows no page. */
export const asksToWait = (waitMs: number) => fetched(null, { pages: 0, waitMs });

/** The store is so large that it writes its listing into a file. */
export const isLarge = (waitAtMostMs: number = bulkWaitMs) => fetched(null, { pages: 0, inBulk: { waitAtMostMs } });

export const batchAt = (cursor: string | null) => `batch at ${cursor ?? 'the start'}`;

/** What a run did, as its row keeps it. */
export const COUNTS: RunCounts = {
  products: {
    seen: 100,
    created: 0,
    updated: 2,
    unchanged: 98,
    reactivated: 0,
    deactivated: 0,
    rejected: 0,
    missing: 0,
  },
  variants: { seen: 100, created: 0, updated: 0, unchanged: 100, removed: 0 },
  pages: { fetched: 1, merged: 1 },
  requests: 2,
  throttled_ms: 0,
};

export const closedAs = (status: LastStatus): ClosedRun => ({ status, counts: COUNTS });

export const NOTHING_DUE: DueTotals = {
  due: 0,
  looked: 0,
  news: 0,
  without_news: 0,
  started: {},
  failed: 0,
  recovered: 0,
  skipped: { paused: 0, under_way: 0, held: 0, put_off: 0 },
  left: 0,
};

export const NO_HINTS: HintsLook = { stores: 0, freed: 0, released: 0, rung: 0, left: 0 };

export const NO_SAMPLES: SamplesLook = { due: 0, taken: 0, different: 0, put_off: 0, failed: 0, left: 0 };

const NO_DELIVERIES: DeliveriesLook = { endpoints: 0, rung: 0, left: 0 };

/** A day without events: one batch, nothing missing. A test puts its own in the place of single ones. */
export const UNEVENTFUL: Fakes = {
  openRun: () => ({
    retryDelays: runRetryDelays,
    approvalMs,
    searchAttributes: ['tenantId', 'storeId', 'platform', 'syncMode', 'runStatus'],
  }),
  fetchProductPages: fetched(),
  upsertProductPages: () => ({ kind: 'merged', seen: 100, overtaken: 0 }),
  findMissing: () => ({ kind: 'found', whole: true, empty: false, missing: 0 }),
  findGone: () => ({ kind: 'found', whole: true, empty: false, missing: 0 }),
  readWaiting: () => ({ kind: 'read' }),
  settleLean: () => ({ kind: 'settled', whole: true }),
  readUnknown: () => ({ kind: 'read', unread: 0 }),
  confirmMissing: () => ({ kind: 'asked_all' }),
  deactivateMissing: () => ({ kind: 'deactivated', deactivated: 1, stale: 0 }),
  holdForApproval: () => ({ replaced: [], counts: COUNTS }),
  claimApproval: () => true,
  refreshProducts: ({ externalIds }) => ({ done: externalIds.length, waitMs: 0 }),
  startBulk: () => ({ kind: 'started', operationId: 'operation', observation: 7, requests: 1 }),
  lookAtBulk: () => ({ kind: 'written', requests: 1 }),
  cancelBulk: () => undefined,
  loadBulkLines: () => ({ kind: 'loaded', roots: 100, requests: 2 }),
  stageBulkPages: (input) => ({
    kind: 'staged',
    batchId: batchAt(input.cursor),
    pages: 1,
    nextCursor: null,
    listing: input.listing,
    inBulk: null,
    waitMs: 0,
  }),
  clearBulk: () => undefined,
  claimHints: () => ({ kind: 'nothing', againInMs: null }),
  readHints: () => ({ kind: 'read', currency: 'EUR', suspects: 0 }),
  settleSuspected: () => undefined,
  leaveHints: () => undefined,
  noteRun: () => undefined,
  closeRun: ({ end }) =>
    closedAs(end.kind === 'ended' ? end.status : end.whole ? 'completed' : 'completed_with_errors'),
  listStores: () => [],
  modeUnderWay: () => 'full',
  bringDeferredForward: () => undefined,
  noteSweep: () => undefined,
  endTenantWork: () => ({ open: 0 }),
  closeTenant: () => ({ products: 2 }),
  forgetHistories: () => ({ found: 0, allowed: true }),
  deleteTenantRows: () => undefined,
  attendDueStores: () => NOTHING_DUE,
  lookAfterHints: () => NO_HINTS,
  lookAfterRegistrations: () => ({ stores: 0, made: 0, lost: 0, failed: 0, left: 0 }),
  takeSamples: () => NO_SAMPLES,
  lookAfterDeliveries: () => NO_DELIVERIES,
  maintain: () => ({
    runsClosed: 0,
    sweepsClosed: 0,
    standingsNoted: 0,
    expired: {},
    textsRenewed: 0,
    latePlaced: 0,
    daysFilled: 0,
  }),
  lookAfterAlerts: () => ({ opened: 0, solved: 0, told: 0, left: 0 }),
};

/** One fake a call; the last one is for all calls that follow. */
export function inTurn<Each extends keyof Fakes>(...fakes: Fake<Each>[]): Fake<Each> {
  let calls = 0;
  return (...input) => {
    const fake = fakes[calls++] ?? fakes.at(-1);
    if (fake === undefined) throw new Error('there is no fake to take its turn');
    return fake(...input);
  };
}

/** As when its own tries are used up, or asking again could not help. */
export const fails =
  (type: RunErrorType, message = `It is ${type}`) =>
  (): never => {
    throw ApplicationFailure.nonRetryable(message, type);
  };

/** The activity is tried again, as its retry policy says. */
export const failsForNow = (type: RunErrorType) => (): never => {
  throw ApplicationFailure.retryable(`It is ${type}`, type);
};

/** Works until it is cancelled, as on a store that does not answer. */
export const hangs = (): Promise<never> => Context.current().cancelled;

/** Holds up a fake until the test opens it. */
export function gate(): { open(): void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}
