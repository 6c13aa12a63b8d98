import { randomUUID } from 'node:crypto';
import { nextSample, sampleBehindQuiet } from '../../../src/stores/sample/next-sample';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-11-28T12:00:00Z');
const stores = Array.from({ length: 500 }, () => randomUUID());

it('is half a day away at least, then at the same time of each day', () => {
  for (const store of stores) {
    const first = nextSample(store, NOW);
    expect(first.getTime() - NOW.getTime()).toBeGreaterThanOrEqual(12 * HOUR_MS);
    expect(first.getTime() - NOW.getTime()).toBeLessThan(36 * HOUR_MS);
    const lateBySomeMinutes = new Date(first.getTime() + 7 * 60_000);
    expect(nextSample(store, lateBySomeMinutes).getTime() - first.getTime()).toBe(24 * HOUR_MS);
  }
});

it('is spread over the day', () => {
  const hours = new Set(stores.map((store) => nextSample(store, NOW).getUTCHours()));
  expect(hours.size).toBe(24);
});

it('lies in the hour behind quiet hours, whatever modes they hold back', () => {
  const freshness = { time_zone: 'UTC', quiet_hours: { from: '08:00', to: '20:00', modes: ['prices' as const] } };
  for (const store of stores) {
    const at = sampleBehindQuiet(freshness, store, NOW)?.getTime() ?? 0;
    expect(at).toBeGreaterThanOrEqual(Date.parse('2026-11-28T20:00:00Z'));
    expect(at).toBeLessThan(Date.parse('2026-11-28T21:00:00Z'));
  }
  expect(sampleBehindQuiet(freshness, randomUUID(), new Date('2026-11-28T20:00:00Z'))).toBeNull();
  expect(sampleBehindQuiet({ ...freshness, quiet_hours: null }, randomUUID(), NOW)).toBeNull();
});
