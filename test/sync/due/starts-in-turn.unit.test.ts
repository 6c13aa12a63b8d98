import { startsInTurn, type WaitingStart } from '../../../src/activities/due/starts-in-turn';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

type Options = Partial<Parameters<typeof startsInTurn>[0]>;
type Kind = WaitingStart['kind'];

function played(options: Options = {}) {
  const started: string[] = [];
  const stop = new AbortController();
  const starts = startsInTurn({
    startsAMinute: 60,
    runsUnderWay: 100,
    countUnderWay: async () => [],
    signal: stop.signal,
    ...options,
  });
  const add = (name: string, kind: Kind = 'news', tenantId = name) =>
    starts.add({
      tenantId,
      kind,
      async start() {
        started.push(name);
      },
    });
  return { starts, stop, started, add };
}

const busyOther = (runs: number, full = 0) => [{ tenantId: 'another', runs, full }];

it('starts so many a minute, lesser runs before full ones', async () => {
  const { starts, started, add } = played();
  add('full', 'full');
  add('a');
  add('b');
  const ended = starts.ended();

  await jest.advanceTimersByTimeAsync(0);
  expect(started).toEqual(['a']);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(started).toEqual(['a', 'b']);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(started).toEqual(['a', 'b', 'full']);
  expect(await ended).toBe(0);
});

it('waits for places, and leaves what finds none in time', async () => {
  let busy = 2;
  const { starts, stop, started, add } = played({
    runsUnderWay: 2,
    startsAMinute: 6_000,
    countUnderWay: async () => busyOther(busy),
  });
  for (const name of ['a', 'b', 'c']) add(name);

  await jest.advanceTimersByTimeAsync(10_000);
  expect(started).toEqual([]);
  busy = 1;
  await jest.advanceTimersByTimeAsync(2_000);
  expect(started).toEqual(['a']);
  busy = 2;
  await jest.advanceTimersByTimeAsync(10_000);
  stop.abort();
  expect(await starts.ended()).toBe(2);
});

it('gives every fourth turn to full runs where news never ends', async () => {
  const { started, stop, add } = played({ runsUnderWay: 1_000 });
  for (let n = 0; n < 40; n++) add(`news ${n}`);
  for (let n = 0; n < 3; n++) add(`full ${n}`, 'full');

  await jest.advanceTimersByTimeAsync(12_000);
  expect([started[3], started[7], started[11]]).toEqual(['full 0', 'full 1', 'full 2']);
  expect(started.filter((name) => name.startsWith('full'))).toHaveLength(3);
  stop.abort();
});

it('gives a tenant a quarter of the places, and goes past what waits of it', async () => {
  const { starts, stop, started, add } = played({
    runsUnderWay: 8,
    startsAMinute: 6_000,
    countUnderWay: async () => [{ tenantId: 'slow', runs: 1, full: 0 }],
  });
  for (let n = 0; n < 5; n++) add(`slow ${n}`, 'news', 'slow');
  add('other');

  await jest.advanceTimersByTimeAsync(1_000);
  expect(started).toEqual(['slow 0', 'other']);
  stop.abort();
  expect(await starts.ended()).toBe(4);
});

it('keeps a few places for lesser runs', async () => {
  const { stop, started, add } = played({ runsUnderWay: 20, countUnderWay: async () => busyOther(18, 18) });
  add('full', 'full');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(started).toEqual([]);
  add('news');
  await jest.advanceTimersByTimeAsync(2_000);
  expect(started).toEqual(['news']);
  stop.abort();
});

it('tells of failed looks beside the news, at most a tenth of the starts', async () => {
  const { stop, started, add } = played({ runsUnderWay: 1_000 });
  for (let n = 0; n < 100; n++) add(`failure ${n}`, 'failure');
  for (let n = 0; n < 100; n++) add(`news ${n}`);

  await jest.advanceTimersByTimeAsync(59_500);
  const failures = started.filter((name) => name.startsWith('failure'));
  expect(started).toHaveLength(60);
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.length).toBeLessThanOrEqual(6);
  stop.abort();
});

it('counts again where a count failed, and gives up where it fails again and again', async () => {
  let failing = 1;
  const { starts, started, add } = played({
    async countUnderWay() {
      if (failing-- > 0) throw new Error('database away');
      return [];
    },
  });
  add('a');
  await jest.advanceTimersByTimeAsync(2_000);
  expect(started).toEqual(['a']);

  await jest.advanceTimersByTimeAsync(2_000);
  failing = Number.POSITIVE_INFINITY;
  add('b');
  await jest.advanceTimersByTimeAsync(10_000);
  await expect(starts.ended()).rejects.toThrow('database away');
  expect(started).toEqual(['a']);
});
