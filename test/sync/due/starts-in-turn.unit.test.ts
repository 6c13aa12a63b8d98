import { startsInTurn } from '../../../src/activities/due/starts-in-turn';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function played({ startsAMinute = 60, runsUnderWay = 100, underWay = (): number => 0 } = {}) {
  const started: string[] = [];
  const stop = new AbortController();
  const starts = startsInTurn({
    startsAMinute,
    runsUnderWay,
    countUnderWay: async () => underWay(),
    signal: stop.signal,
  });
  const add = (name: string, isUrgent = true) =>
    starts.add({
      isUrgent,
      async start() {
        started.push(name);
      },
    });
  return { starts, stop, started, add };
}

it('starts so many a minute, lesser runs before full ones', async () => {
  const { starts, started, add } = played();
  add('full', false);
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
  const { starts, stop, started, add } = played({ runsUnderWay: 2, startsAMinute: 6_000, underWay: () => busy });
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
