import fc from 'fast-check';
import { cronAfter, cronFault } from '../../../src/stores/freshness/cron';
import { patchFreshness } from '../../../src/stores/freshness/patch-freshness';
import { Freshness, FreshnessPatch } from '../../../src/stores/freshness/settings';

it('asks for news every 15 minutes and leaves the rest off, the full sync to the sweep, where nothing is set', () => {
  expect(Freshness.parse({})).toEqual({
    incremental: { every: '15m', paused: false },
    inventory: null,
    prices: null,
    time_zone: 'UTC',
    quiet_hours: null,
    overlap: '5m',
  });
});

it.each([
  { full: { every: '24h' } },
  { full: null },
  { full: 'unset' },
  { incremental: { every: '5m', paused: true } },
  { incremental: { every: '30d' } },
  { inventory: { cron: '*/5 * * * *' } },
  { prices: { cron: '0 3 * * 1-5' } },
  { prices: { cron: '30 4 1 JAN *' } },
  { prices: { cron: '0,58 1,23 * * *' } },
  { time_zone: 'America/Argentina/ComodRivadavia' },
  { time_zone: 'Etc/GMT+5' },
  { quiet_hours: { from: '22:00', to: '06:00', modes: ['full', 'prices'] } },
  { quiet_hours: null },
  { overlap: '1s' },
  { overlap: '60m' },
])('takes %j', (patch) => {
  expect(FreshnessPatch.parse(patch)).toEqual(patch);
});

it.each([
  { daily: { every: '24h' } },
  { full: { every: '24h', jitter: '1h' } },
  { full: { every: '24h', cron: '0 3 * * *' } },
  { full: 'off' },
  { incremental: 'unset' },
  { incremental: { every: '4m' } },
  { incremental: { every: '299s' } },
  { incremental: { every: '31d' } },
  { incremental: { every: '1.5h' } },
  { incremental: { every: '-1h' } },
  { incremental: { every: '0015m' } },
  { incremental: { every: 15 } },
  { incremental: { cron: '* * * * *' } },
  { incremental: { cron: '*/7 * * * *' } },
  { incremental: { cron: '0,58 1,2 * * *' } },
  { incremental: { cron: '0,58 0,23 * * *' } },
  { incremental: { cron: '0 0 30 2 *' } },
  { incremental: { cron: '0 3 * * * *' } },
  { incremental: { cron: '0 3 * *' } },
  { incremental: { cron: '@daily' } },
  { incremental: { cron: '? 3 * * *' } },
  { incremental: { cron: '0 3 L * *' } },
  { incremental: { cron: '0 3 * * MON#1' } },
  { incremental: { cron: '0 3 1 * 1' } },
  { incremental: { cron: '61 3 * * *' } },
  { incremental: { cron: '5- 3 * * *' } },
  { incremental: { cron: `${'0,'.repeat(60)}5 3 * * *` } },
  { incremental: { cron: '2026-05-01T00:00:00' } },
  { time_zone: 'Europe/Bielefeld' },
  { time_zone: '+01:00' },
  { time_zone: '' },
  { time_zone: `Europe/${'B'.repeat(100)}` },
  { quiet_hours: { from: '8:00', to: '20:00', modes: ['full'] } },
  { quiet_hours: { from: '08:00', to: '24:00', modes: ['full'] } },
  { quiet_hours: { modes: [] } },
  { quiet_hours: { modes: ['full', 'full'] } },
  { quiet_hours: { modes: ['refresh'] } },
  { overlap: '0s' },
  { overlap: '61m' },
  { overlap: '1d' },
])('refuses %j', (patch) => {
  expect(FreshnessPatch.safeParse(patch).success).toBe(false);
});

it('says of any text in time whether it is a cron that can be followed', () => {
  const field = fc.string({ unit: fc.constantFrom(...'0123456789*/,-', '*/', 'MON'), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(field, { minLength: 5, maxLength: 5 }), (fields) => {
      const text = fields.join(' ');
      if (cronFault(text, 5) === null) expect(cronAfter(text, 'Europe/Berlin', Date.UTC(2026, 10, 28))).not.toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

it('keeps what a change leaves out, inside a cadence and quiet hours too', () => {
  const kept = {
    full: { cron: '0 3 * * *', paused: true },
    quiet_hours: { from: '08:00', to: '20:00', modes: ['full'] },
    later_setting: 1,
  };
  const patched = patchFreshness(kept, {
    full: { cron: '0 4 * * *' },
    incremental: { paused: true },
    quiet_hours: { to: '21:00' },
  });
  expect(patched).toMatchObject({
    kind: 'patched',
    kept: {
      full: { cron: '0 4 * * *', paused: true },
      incremental: { every: '15m', paused: true },
      quiet_hours: { from: '08:00', to: '21:00', modes: ['full'] },
      later_setting: 1,
    },
  });
  expect(patchFreshness(kept, {})).toMatchObject({ kept });
});

it('lets an interval and a cron take each other’s place', () => {
  const patched = patchFreshness({ full: { cron: '0 3 * * *', paused: true } }, { full: { every: '12h' } });
  expect(patched).toMatchObject({ kept: { full: { every: '12h', paused: true } } });
  expect(patched).not.toHaveProperty('kept.full.cron');
});

it('turns a mode off with null, and gives the full sync back to the sweep with "unset"', () => {
  expect(patchFreshness({}, { incremental: null, full: null })).toMatchObject({
    freshness: { incremental: null, full: null },
  });
  expect(patchFreshness({ full: null }, { full: 'unset' })).toMatchObject({ kept: {}, kind: 'patched' });
});

it.each([
  [{ inventory: { paused: false } }, [['inventory']]],
  [{ full: { paused: true } }, [['full']]],
  [
    { quiet_hours: { from: '08:00' } },
    [
      ['quiet_hours', 'to'],
      ['quiet_hours', 'modes'],
    ],
  ],
  [{ quiet_hours: { from: '08:00', to: '08:00', modes: ['full' as const] } }, [['quiet_hours', 'to']]],
])('refuses %j where nothing is set that it would change', (patch, paths) => {
  const patched = patchFreshness({}, patch);
  expect(patched.kind === 'refused' ? patched.faults.map(({ path }) => path) : null).toEqual(paths);
});
