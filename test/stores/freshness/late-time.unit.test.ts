import { randomUUID } from 'node:crypto';
import { lateTime } from '../../../src/stores/freshness/late-time';
import { Freshness } from '../../../src/stores/freshness/settings';

const storeId = randomUUID();
const OFF = { full: null, incremental: null };
const quiet = (from: string, to: string, ...modes: string[]) => ({ quiet_hours: { from, to, modes } });

const lateAfter = (seen: string, settings: object): string | null =>
  lateTime(Freshness.parse(settings), storeId, new Date(seen))?.toISOString() ?? null;

it.each<[string, object, string, string | null]>([
  ['two intervals behind', {}, '2026-03-01T10:00:00Z', '2026-03-01T10:30:00.000Z'],
  [
    'by the cadence that is to see it first',
    { full: { every: '1h', paused: false }, incremental: { every: '6h', paused: false } },
    '2026-03-01T10:00:00Z',
    '2026-03-01T12:00:00.000Z',
  ],
  [
    'not by one that is paused',
    { full: { every: '6h', paused: false }, incremental: { every: '15m', paused: true } },
    '2026-03-01T10:00:00Z',
    '2026-03-01T22:00:00.000Z',
  ],
  [
    'by the daily sweep where nothing else reads it',
    { incremental: null },
    '2026-03-01T10:00:00Z',
    '2026-03-03T10:00:00.000Z',
  ],
  ['never where all is off', OFF, '2026-03-01T10:00:00Z', null],
  [
    'never where all is paused',
    { full: { cron: '0 3 * * *', paused: true }, incremental: { every: '15m', paused: true } },
    '2026-03-01T10:00:00Z',
    null,
  ],
  [
    'without counting quiet hours that it meets',
    { ...quiet('08:00', '20:00', 'incremental') },
    '2026-03-01T07:50:00Z',
    '2026-03-01T20:20:00.000Z',
  ],
  [
    'without counting quiet hours that it was seen in',
    { ...quiet('08:00', '20:00', 'incremental') },
    '2026-03-01T12:00:00Z',
    '2026-03-01T20:30:00.000Z',
  ],
  [
    'without counting quiet hours over several days',
    { ...OFF, full: { every: '12h', paused: false }, ...quiet('00:00', '20:00', 'full') },
    '2026-03-01T20:00:00Z',
    '2026-03-07T00:00:00.000Z',
  ],
  [
    'counting quiet hours of other modes',
    { ...quiet('08:00', '20:00', 'full') },
    '2026-03-01T07:50:00Z',
    '2026-03-01T08:20:00.000Z',
  ],
  [
    'with quiet hours of a wall whose clock is set forward meanwhile',
    { ...quiet('01:00', '04:00', 'incremental'), time_zone: 'Europe/Berlin' },
    '2026-03-28T23:50:00Z',
    '2026-03-29T02:20:00.000Z',
  ],
  [
    'with quiet hours of a wall whose clock is set back meanwhile',
    { ...quiet('01:00', '04:00', 'incremental'), time_zone: 'Europe/Berlin' },
    '2026-10-24T22:50:00Z',
    '2026-10-25T03:20:00.000Z',
  ],
])('is late %s', (_, settings, seen, expected) => {
  expect(lateAfter(seen, settings)).toBe(expected);
});

/** Its place is up to five minutes behind each time of a cron. */
it.each<[string, object, string, string]>([
  ['its second time', { full: { cron: '0 3 * * *', paused: false } }, '2026-03-01T03:20:00Z', '2026-03-03T03:00:00Z'],
  [
    'its second time by a wall whose clock is set',
    { full: { cron: '0 3 * * *', paused: false }, time_zone: 'Europe/Berlin' },
    '2026-03-27T12:00:00Z',
    '2026-03-29T01:00:00Z',
  ],
])('is late by a cron at %s', (_, settings, seen, expected) => {
  const at = Date.parse(lateAfter(seen, { ...OFF, ...settings }) ?? '');

  expect(at).toBeGreaterThanOrEqual(Date.parse(expected));
  expect(at).toBeLessThan(Date.parse(expected) + 5 * 60_000);
});

it('holds the times of a cron that quiet hours hold', () => {
  const at = lateAfter('2026-03-01T21:00:00Z', {
    ...OFF,
    full: { cron: '0 12 * * *', paused: false },
    ...quiet('08:00', '20:00', 'full'),
  });

  expect(Date.parse(at ?? '')).toBeGreaterThanOrEqual(Date.parse('2026-03-03T20:00:00Z'));
  expect(Date.parse(at ?? '')).toBeLessThanOrEqual(Date.parse('2026-03-03T21:00:00Z'));
});

it('waits for 100 quiet times at most, however little they leave open', () => {
  const at = lateAfter('2026-03-01T12:00:00Z', {
    ...OFF,
    full: { every: '30d', paused: false },
    ...quiet('00:01', '00:00', 'full'),
  });

  expect(Date.parse(at ?? '') - Date.parse('2026-03-01T12:00:00Z')).toBeLessThan(102 * 86_400_000);
});
