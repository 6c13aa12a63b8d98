import { lookAgainAfter } from '../../../src/activities/due/look-again';
import { waitsForRun, whatIsDue } from '../../../src/activities/due/what-is-due';
import type { StoreAtTurn } from '../../../src/stores/due/read-due-store';
import { nextTime } from '../../../src/stores/freshness/next-times';
import { Freshness } from '../../../src/stores/freshness/settings';

const now = new Date('2026-11-28T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

const store = (more: Partial<StoreAtTurn> = {}): StoreAtTurn => ({
  id: '6f1c6d1e-0f5c-4c29-9d55-1f4f0a3d9a01',
  tenantId: '6f1c6d1e-0f5c-4c29-9d55-1f4f0a3d9a02',
  name: 'Shop',
  status: 'active',
  freshness: Freshness.parse({ full: { every: '24h', paused: false } }),
  due: {},
  fullWantedAt: null,
  watermark: null,
  watermarkObservation: null,
  failedLooks: 0,
  credentialsVersion: 1,
  isHeld: false,
  run: null,
  lastFullAt: null,
  now,
  ...more,
});

it('full runs go before lesser ones, and incremental ones before lean ones', () => {
  const due = { prices: ago(1), incremental: ago(2), full: ago(3) };
  expect(whatIsDue(store({ due }), false).modes).toEqual(['full', 'incremental', 'prices']);
});

it('a full run that has begun since it was due, or is under way, settles it', () => {
  const due = { full: ago(60) };
  expect(whatIsDue(store({ due, lastFullAt: ago(30) }), false)).toMatchObject({ modes: [], placedAnew: ['full'] });
  expect(whatIsDue(store({ due, lastFullAt: ago(90) }), false)).toMatchObject({ modes: ['full'], placedAnew: [] });
  const underWay = store({ due, lastFullAt: ago(90), run: { mode: 'full', queuedAt: ago(90) } });
  expect(whatIsDue(underWay, false)).toMatchObject({ modes: [], placedAnew: ['full'] });
});

it('a full run that is wanted waits for one under way, whose end settles the wish, and for its time', () => {
  const run = { mode: 'full', queuedAt: ago(90) } as const;
  const wished = store({ fullWantedAt: ago(60), lastFullAt: ago(90), run });
  expect(whatIsDue(wished, false)).toMatchObject({ isFullWanted: true });
  expect(waitsForRun(wished, whatIsDue(wished, false))).toBe(true);
  expect(whatIsDue(store({ fullWantedAt: ago(-60) }), false)).toMatchObject({ isFullWanted: false });
});

it('only a full run goes on where a lesser one is under way', () => {
  const run = { mode: 'incremental', queuedAt: ago(5) } as const;
  const lesser = store({ run, due: { incremental: ago(1) } });
  expect(waitsForRun(lesser, whatIsDue(lesser, false))).toBe(true);
  const full = store({ run, due: { full: ago(1) } });
  expect(waitsForRun(full, whatIsDue(full, false))).toBe(false);
});

it('after a time down a missed full run has its place before its next own, and the incremental one goes first', () => {
  const { freshness, id } = store();
  const wanted = { cadence: freshness.full, mode: 'full', storeId: id, timeZone: 'UTC', quietHours: null } as const;
  const next = nextTime({ ...wanted, after: now });
  const full = nextTime({ ...wanted, after: ago(24 * 60) }) ?? now;
  const missed = whatIsDue(store({ due: { full, incremental: ago(200) } }), true);
  expect(missed.modes).toEqual(['incremental']);
  expect(Number(missed.putOffTo.full)).toBeGreaterThanOrEqual(now.getTime());
  expect(Number(missed.putOffTo.full)).toBeLessThan(Number(next));

  const later = new Date(Number(missed.putOffTo.full) + 60_000);
  const again = whatIsDue(store({ due: { full: missed.putOffTo.full ?? now }, now: later }), true);
  expect(again.modes).toEqual(['full']);
});

it('a full run that is wanted knows no quiet hours; a cadence does', () => {
  const quiet = Freshness.parse({
    full: { every: '24h', paused: false },
    quiet_hours: { from: '11:00', to: '14:00', modes: ['full'] },
  });
  const both = store({ freshness: quiet, due: { full: ago(5) }, fullWantedAt: ago(5) });
  expect(whatIsDue(both, false)).toMatchObject({ modes: [], placedAnew: [], isFullWanted: true });
  expect(whatIsDue(both, false).putOffTo.full?.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-28T14:00:00Z'));
});

it('a store that does not answer is left alone for an hour at most, one that its owner has to mend for a day', () => {
  const minute = 60_000;
  expect(lookAgainAfter(store(), 5 * minute)).toBeLessThanOrEqual(5 * minute);
  expect(lookAgainAfter(store(), 5 * minute)).toBeGreaterThanOrEqual(4 * minute);
  expect(lookAgainAfter(store(), 1_000 * minute)).toBeLessThanOrEqual(60 * minute);
  expect(lookAgainAfter(store({ status: 'needs_attention' }), 1e9)).toBeGreaterThan(19 * 60 * minute);
});
