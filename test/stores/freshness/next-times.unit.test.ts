import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { durationMs } from '../../../src/model/freshness/durations';
import { nextTime, nextTimes, type WantedCadence } from '../../../src/stores/freshness/next-times';
import { type Cadence, Freshness, type QuietHours } from '../../../src/stores/freshness/settings';

const STORE = '6f2b3c1a-0d4e-4a51-9d3c-2f6a8b7c9d10';
const HOUR_MS = 3_600_000;
const ZONES = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/New_York', 'Asia/Kolkata'];

const next = (cadence: Cadence | null | undefined, after: string | Date, more: Partial<WantedCadence> = {}) =>
  nextTime({
    cadence,
    mode: 'incremental',
    storeId: STORE,
    timeZone: 'UTC',
    quietHours: null,
    ...more,
    after: new Date(after),
  });

const every = (text: string): Cadence => ({ every: text, paused: false });
const cron = (text: string): Cadence => ({ cron: text, paused: false });

/** Several in a row. */
function series(count: number, wanted: Omit<WantedCadence, 'after'>, after: string | Date): Date[] {
  const times: Date[] = [];
  for (let last: Date | null = new Date(after); last !== null && times.length < count; ) {
    last = nextTime({ ...wanted, after: last });
    if (last !== null) times.push(last);
  }
  return times;
}

/** Minutes since midnight as the wall shows them. */
function minutesOnTheWall(at: Date, timeZone: string): number {
  const text = at.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

function isQuiet(at: Date, { from, to }: QuietHours, timeZone: string): boolean {
  const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const [now, start, end] = [minutesOnTheWall(at, timeZone), minutesOf(from), minutesOf(to)];
  return start < end ? now >= start && now < end : now >= start || now < end;
}

const twoDigits = (number: number) => String(number).padStart(2, '0');
const timesOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${twoDigits(hour)}:${twoDigits(minute)}`);
const cadences: fc.Arbitrary<Cadence> = fc.oneof(
  fc.constantFrom('5m', '15m', '50m', '1h', '7h', '12h', '24h', '7d', '30d').map(every),
  fc
    .constantFrom(
      '*/5 * * * *',
      '0 3 * * *',
      '30 2 * * *',
      '15 1,2,3 * * *',
      '0 */6 * * 1-5',
      '10 2 29 2 *',
      '0 2 * * 0',
    )
    .map(cron),
);
const quietHours: fc.Arbitrary<QuietHours | null> = fc.option(
  fc
    .tuple(timesOfDay, timesOfDay)
    .filter(([from, to]) => from !== to)
    .map(([from, to]): QuietHours => ({ from, to, modes: ['incremental', 'full'] })),
);
/** Half of them near a change of some zone's clocks. */
const moments = fc.oneof(
  fc.date({ min: new Date('2025-01-01'), max: new Date('2032-01-01'), noInvalidDate: true }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-29T01:00Z',
        '2026-10-25T01:00Z',
        '2026-04-04T15:00Z',
        '2026-10-03T15:30Z',
        '2027-03-14T07:00Z',
      ),
      fc.integer({ min: -40 * 60, max: 40 * 60 }),
    )
    .map(([change, minutes]) => new Date(Date.parse(change) + minutes * 60_000)),
);
const wanted = fc.record({
  cadence: cadences,
  mode: fc.constantFrom('incremental' as const, 'full' as const),
  storeId: fc.uuid(),
  timeZone: fc.constantFrom(...ZONES),
  quietHours,
  after: moments,
});

it('is later than asked for, never in quiet hours, and the same whenever it is asked before it', () => {
  fc.assert(
    fc.property(wanted, fc.double({ min: 0, max: 1, noNaN: true }), (asked, part) => {
      const time = nextTime(asked);
      if (time === null) throw new Error('each of these is due some day');
      const waitMs = time.getTime() - asked.after.getTime();
      expect(waitMs).toBeGreaterThan(0);
      if (asked.quietHours !== null) expect(isQuiet(time, asked.quietHours, asked.timeZone)).toBe(false);
      const between = new Date(asked.after.getTime() + Math.floor(part * (waitMs - 1)));
      expect(nextTime({ ...asked, after: between })).toEqual(time);
    }),
    { numRuns: 300 },
  );
});

it('puts an interval on a grid that knows neither now nor quiet hours', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom('5m', '15m', '24h', '7d'), moments, (storeId, text, after) => {
      const ms = durationMs(text) ?? Number.NaN;
      const [first, second] = series(
        2,
        { cadence: every(text), mode: 'inventory', storeId, timeZone: 'UTC', quietHours: null },
        after,
      );
      expect((second?.getTime() ?? 0) - (first?.getTime() ?? 0)).toBe(ms);
      const fromElsewhere = next(every(text), new Date('2020-01-01'), { storeId, mode: 'inventory' });
      expect(((first?.getTime() ?? 0) - (fromElsewhere?.getTime() ?? 0)) % ms).toBe(0);
    }),
  );
});

it('spreads 10,000 stores evenly over their interval, and each mode by itself', () => {
  const after = new Date('2026-11-28T08:59:59.999Z');
  const stores = Array.from({ length: 10_000 }, () => randomUUID());
  const minutes = new Array<number>(15).fill(0);
  let together = 0;
  for (const storeId of stores) {
    const [one, other] = (['incremental', 'prices'] as const).map((mode) =>
      Math.floor(((next(every('15m'), after, { storeId, mode })?.getTime() ?? 0) - after.getTime()) / 60_000),
    );
    minutes[one ?? -1] = (minutes[one ?? -1] ?? 0) + 1;
    if (one === other) together += 1;
  }
  // 667 each; seven standard deviations.
  expect(Math.min(...minutes)).toBeGreaterThan(490);
  expect(Math.max(...minutes)).toBeLessThan(840);
  expect(together).toBeLessThan(840);
});

it('spreads what quiet hours held over all the time behind their end', () => {
  const quiet: QuietHours = { from: '08:00', to: '20:00', modes: ['full'] };
  const hours = new Array<number>(12).fill(0);
  for (let index = 0; index < 3_000; index += 1) {
    const held = { storeId: randomUUID(), mode: 'full' as const, timeZone: 'Europe/Berlin' };
    const free = next(every('24h'), '2026-11-28T06:59:59Z', held);
    if (free === null || free.getTime() >= Date.parse('2026-11-28T19:00:00Z')) continue;
    const time = next(every('24h'), '2026-11-28T06:59:59Z', { ...held, quietHours: quiet });
    const hour = Math.floor(((time?.getTime() ?? 0) - Date.parse('2026-11-28T19:00:00Z')) / HOUR_MS);
    hours[hour] = (hours[hour] ?? Number.NaN) + 1;
  }
  // About 125 each.
  expect(Math.min(...hours)).toBeGreaterThan(60);
  expect(Math.max(...hours)).toBeLessThan(200);
});

it('goes on with the grid after quiet hours where it has a time soon, and is due once behind them where it has none', () => {
  const quiet: QuietHours = { from: '22:00', to: '06:00', modes: ['incremental'] };
  const wantedOf = (cadence: Cadence) => ({
    cadence,
    mode: 'incremental' as const,
    storeId: STORE,
    timeZone: 'UTC',
    quietHours: quiet,
  });
  const [first, second] = series(2, wantedOf(every('15m')), '2026-11-28T23:00:00Z');
  expect(first?.getTime()).toBeLessThan(Date.parse('2026-11-29T06:15:00Z'));
  expect((second?.getTime() ?? 0) - (first?.getTime() ?? 0)).toBe(15 * 60_000);

  const [held, after] = series(2, wantedOf(cron('0 3 * * *')), '2026-11-28T12:00:00Z');
  expect(held?.toISOString()).toMatch(/^2026-11-29T06:/);
  expect(after?.toISOString()).toBe(held?.toISOString().replace('-29', '-30'));
  // Whoever asks between the end and that time gets it still.
  expect(next(cron('0 3 * * *'), '2026-11-29T06:00:00Z', { quietHours: quiet })).toEqual(held);
});

it('holds only the modes that quiet hours name', () => {
  const quiet: QuietHours = { from: '00:00', to: '23:00', modes: ['full'] };
  const free = next(every('15m'), '2026-11-28T09:00:00Z');
  expect(next(every('15m'), '2026-11-28T09:00:00Z', { quietHours: quiet })).toEqual(free);
});

/** Where a cron of this store stands behind the cron's own times, always the same. */
const behindMs = (next(cron('0 3 * * *'), '2026-11-28T00:00:00Z')?.getTime() ?? 0) - Date.parse('2026-11-28T03:00:00Z');

it('puts a cron up to five minutes behind its times', () => {
  expect(behindMs).toBeGreaterThanOrEqual(0);
  expect(behindMs).toBeLessThan(5 * 60_000);
});

it.each([
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:30Z', '2026-03-30T00:30Z']],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
  [
    '*/30 * * * *',
    'Europe/Berlin',
    '2026-10-25T00:00Z',
    ['2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z'],
  ],
  [
    '*/30 * * * *',
    'Europe/Berlin',
    '2026-03-29T00:00Z',
    ['2026-03-29T00:30Z', '2026-03-29T01:00Z', '2026-03-29T01:30Z'],
  ],
  [
    '*/10 * * * *',
    'Australia/Lord_Howe',
    '2026-10-03T15:10Z',
    ['2026-10-03T15:20Z', '2026-10-03T15:30Z', '2026-10-03T15:40Z'],
  ],
  [
    '*/10 * * * *',
    'Australia/Lord_Howe',
    '2026-04-04T14:50Z',
    ['2026-04-04T15:00Z', '2026-04-04T15:10Z', '2026-04-04T15:20Z'],
  ],
  ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00Z', ['2026-10-03T15:45Z', '2026-10-04T15:15Z']],
  ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00Z', ['2026-04-04T14:45Z', '2026-04-05T15:15Z']],
  ['0 9 * * 1', 'Europe/Berlin', '2026-11-28T12:00Z', ['2026-11-30T08:00Z', '2026-12-07T08:00Z']],
  ['0 0 29 2 *', 'UTC', '2026-11-28T12:00Z', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
])('follows %s in %s from %s', (text, timeZone, after, expected) => {
  const from = new Date(Date.parse(after) + behindMs);
  const times = series(
    expected.length,
    { cadence: cron(text), mode: 'incremental', storeId: STORE, timeZone, quietHours: null },
    from,
  );
  expect(times.map((time) => new Date(time.getTime() - behindMs).toISOString().replace(':00.000Z', 'Z'))).toEqual(
    expected,
  );
});

it('has no time for a cadence that is paused, off or left to the daily sweep', () => {
  expect(next({ every: '15m', paused: true }, '2026-11-28T09:00Z')).toBeNull();
  expect(next({ cron: '0 3 * * *', paused: true }, '2026-11-28T09:00Z')).toBeNull();
  expect(next(null, '2026-11-28T09:00Z')).toBeNull();
  expect(next(undefined, '2026-11-28T09:00Z')).toBeNull();
});

it('places the incremental mode alone where nothing is set, on the same grid as asked for by itself', () => {
  const after = new Date('2026-11-28T09:00:00Z');
  expect(nextTimes(Freshness.parse({}), STORE, after)).toEqual({
    full: null,
    incremental: next(every('15m'), after),
    inventory: null,
    prices: null,
  });
});
