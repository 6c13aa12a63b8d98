import { randomUUID } from 'node:crypto';
import { whatIsDue } from '../../../src/activities/due/what-is-due';
import type { StoreAtTurn } from '../../../src/stores/due/read-due-store';
import { nextTimes } from '../../../src/stores/freshness/next-times';
import { placeOf } from '../../../src/stores/freshness/place-of';
import { type Cadence, Freshness, type QuietHours } from '../../../src/stores/freshness/settings';

const SWEEP_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;
const BEGIN = Date.parse('2026-11-02T12:00:01Z');

const daily: Cadence = { every: '24h', paused: false };
const inTheDay: QuietHours = { from: '08:00', to: '20:00', modes: ['full'] };

interface Replayed {
  full: Cadence;
  quiet?: QuietHours | null;
  days: number;
  wasDown?: boolean;
  storeId?: string;
}

/** Sweeps every five minutes: when full runs of a store start, each of which ends at once. */
function fullRunsOf({ full, quiet = null, days, wasDown = false, storeId = randomUUID() }: Replayed): Date[] {
  const freshness = Freshness.parse({ full, quiet_hours: quiet });
  const after = (at: Date) => nextTimes(freshness, storeId, at).full;
  const starts: Date[] = [];
  let next = after(new Date(BEGIN));
  for (;;) {
    if (next === null) return starts;
    const now = new Date(BEGIN + Math.ceil((next.getTime() - BEGIN) / SWEEP_MS) * SWEEP_MS);
    if (now.getTime() > BEGIN + days * DAY_MS) return starts;
    const what = whatIsDue(storeAt(now, { id: storeId, freshness, due: next, lastFullAt: starts.at(-1) }), wasDown);
    if (what.modes.includes('full')) starts.push(now);
    next = what.putOffTo.full === undefined ? after(now) : what.putOffTo.full;
  }
}

function storeAt(
  now: Date,
  {
    id,
    freshness,
    due,
    lastFullAt = null,
  }: { id: string; freshness: Freshness; due: Date; lastFullAt?: Date | null | undefined },
): StoreAtTurn {
  return {
    id,
    tenantId: id,
    name: 'Shop',
    status: 'active',
    freshness,
    due: { full: due },
    fullWantedAt: null,
    watermark: null,
    watermarkObservation: null,
    failedLooks: 0,
    credentialsVersion: 1,
    isHeld: false,
    run: null,
    lastFullAt,
    now,
  };
}

const hourOf = (at: Date) => at.getUTCHours();

/** Stores whose place is special, and some others. */
const storesWhere = (isMeant: (id: string) => boolean): string[] => {
  const found: string[] = [];
  while (found.length < 5) {
    const id = randomUUID();
    if (isMeant(id)) found.push(id);
  }
  return found;
};
/** Just before quiet hours: no sweep comes between. */
const placedLate = (everyDays: number) =>
  storesWhere((id) => Math.floor(((placeOf(id, 'full') * everyDays * DAY_MS) % DAY_MS) / SWEEP_MS) === 95);
const heldLong = storesWhere((id) => placeOf(id, 'full held') > 0.997);
const missedLate = storesWhere((id) => placeOf(id, 'missed full') > 0.99);
const stores = [...placedLate(1), ...heldLong, ...missedLate, ...storesWhere(() => true)];

it.each<[string, Cadence, QuietHours | null]>([
  ['an interval', daily, null],
  ['an interval with quiet hours', daily, inTheDay],
  ['a cron', { cron: '55 7 * * *', paused: false }, inTheDay],
])('a full run of %s starts each day though every sweep thinks that nobody looked before', (_, full, quiet) => {
  for (const storeId of stores) {
    const runs = fullRunsOf({ full, quiet, days: 10, wasDown: true, storeId });
    expect(runs.length).toBeGreaterThanOrEqual(4);
    const gaps = runs.slice(1).map((at, index) => at.getTime() - (runs[index]?.getTime() ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3 * DAY_MS);
    if (quiet !== null) expect(runs.filter((at) => hourOf(at) >= 8 && hourOf(at) < 20)).toEqual([]);
  }
});

it('what is due just before quiet hours, and swept just behind their beginning, is done behind their end', () => {
  for (const storeId of stores) {
    const runs = fullRunsOf({ full: { cron: '55 7 * * *', paused: false }, quiet: inTheDay, days: 10, storeId });
    expect(runs.length).toBeGreaterThanOrEqual(9);
    expect(runs.every((at) => [7, 20, 21].includes(hourOf(at)))).toBe(true);
  }
});

it.each<[string, number, number]>([
  ['24h', 30, 29],
  ['7d', 30, 4],
])('no store loses its turn of every %s to quiet hours, wherever its place is', (every, days, least) => {
  for (const storeId of [...placedLate(7), ...stores]) {
    const runs = fullRunsOf({ full: { every, paused: false }, quiet: inTheDay, days, storeId });
    expect([storeId, runs.length >= least]).toEqual([storeId, true]);
    expect(runs.filter((at) => hourOf(at) >= 8 && hourOf(at) < 20)).toEqual([]);
  }
});
