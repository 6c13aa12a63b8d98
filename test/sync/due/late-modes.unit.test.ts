import { behindQuiet } from '../../../src/activities/due/full-instead';
import { isLateLean, isOverdueFull } from '../../../src/activities/due/late-modes';
import { Freshness } from '../../../src/stores/freshness/settings';

const id = '6f1c6d1e-0f5c-4c29-9d55-1f4f0a3d9a01';
const now = new Date('2026-11-28T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

it('a lean mode is late once it has been due for longer than its interval', () => {
  const freshness = Freshness.parse({ prices: { every: '1h', paused: false } });
  const isLate = (minutes: number) => isLateLean({ id, now, freshness, due: { prices: ago(minutes) } }, 'prices');
  const onGrid = Array.from({ length: 60 }, (_, minute) => minute).filter((minute) => isLate(minute));
  // The grid's last time was within the hour.
  expect(onGrid.length).toBeLessThan(60);
  expect(isLate(61)).toBe(true);
  expect(isLateLean({ id, now, freshness, due: {} }, 'prices')).toBe(false);
});

it('a full run is overdue once two sweeps had no place for it', () => {
  expect(isOverdueFull({ due: { full: ago(9) }, now })).toBe(false);
  expect(isOverdueFull({ due: { full: ago(11) }, now })).toBe(true);
  expect(isOverdueFull({ due: { incremental: ago(11) }, now })).toBe(false);
});

it('what a full run does instead waits for the end of the full runs’ quiet hours, and an hour at most behind it', () => {
  const during = (from: string, to: string, modes = ['full']) =>
    behindQuiet({ id, now, freshness: Freshness.parse({ quiet_hours: { from, to, modes } }) });
  const behind = Number(during('08:00', '20:00')) - Date.parse('2026-11-28T20:00:00Z');
  expect(behind).toBeGreaterThan(0);
  expect(behind).toBeLessThan(3_600_000);
  expect(during('13:00', '20:00')).toBeNull();
  expect(during('08:00', '20:00', ['prices'])).toBeNull();
});
