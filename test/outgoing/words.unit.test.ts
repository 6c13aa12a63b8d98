import { isFailing, waitBeforeProbe, waitBeforeTry } from '../../src/model/events/delivery-waits';
import type { LastStatus, RunMode } from '../../src/model/run';
import type { RunError } from '../../src/model/run-errors';
import { eventOf } from '../../src/outgoing/note-run';
import { COUNTS } from '../workflows/support/answers';

const NOTHING = {
  ...COUNTS,
  products: { ...COUNTS.products, created: 0, updated: 0, reactivated: 0, deactivated: 0 },
  variants: { ...COUNTS.variants, created: 0, updated: 0, removed: 0 },
};

const eventFor = (mode: RunMode, status: LastStatus, counts = NOTHING, error: RunError | null = null) =>
  eventOf({ mode }, { status, counts, error });

it('waits longer before each try, six hours at most, never the same to the second for all', () => {
  const waits = Array.from({ length: 12 }, (_, tries) => waitBeforeTry(tries + 1, 0.5));
  expect(waits[0]).toBe(5_000);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBe(6 * 3_600_000);
  expect([waitBeforeTry(1, 0), waitBeforeTry(1, 1)]).toEqual([4_500, 5_500]);
});

it('takes an endpoint for failing at five tries in a row, and probes it seldom and seldomer, each hour in the end', () => {
  expect([4, 5].map(isFailing)).toEqual([false, true]);
  expect([4, 5, 6, 7, 100].map((tries) => waitBeforeProbe(tries, 0.5))).toEqual([
    null,
    60_000,
    120_000,
    240_000,
    3_600_000,
  ]);
});

it('tells of a completed full run always, and of a lesser one that changed something', () => {
  expect(eventFor('full', 'completed')).toBe('sync.completed');
  for (const mode of ['incremental', 'inventory', 'prices', 'refresh'] as const) {
    expect(eventFor(mode, 'completed')).toBeNull();
    expect(eventFor(mode, 'completed', COUNTS)).toBe('sync.completed');
    expect(eventFor(mode, 'failed')).toBe('sync.failed');
    expect(eventFor(mode, 'completed_with_errors')).toBe('sync.completed_with_errors');
  }
});

it('tells of no cancelled, superseded or dry run', () => {
  const superseded: RunError = { type: 'superseded', message: 'A later one waits.' };
  expect(eventFor('full', 'cancelled', COUNTS)).toBeNull();
  expect(eventFor('full', 'completed_with_errors', COUNTS, superseded)).toBeNull();
  expect(eventOf({ mode: 'full', dryRun: true }, { status: 'completed', counts: COUNTS, error: null })).toBeNull();
});
