import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type TimeLimit, timeLimit } from '../../src/process/time-limit';
import { until } from '../support/until';

const limits: TimeLimit[] = [];
const limited = (caller: AbortSignal, ms: number): TimeLimit => {
  const limit = timeLimit(caller, ms);
  limits.push(limit);
  return limit;
};
afterEach(() => {
  for (const limit of limits.splice(0)) limit.clear();
});

const LONG_MS = 3_600_000;

it('comes to its end however often garbage is collected meanwhile', async () => {
  setFlagsFromString('--expose_gc');
  const collect: () => void = runInNewContext('gc');
  const { signal } = timeLimit(new AbortController().signal, 100);
  await until('the time is over', () => {
    collect();
    return signal.aborted;
  });
});

it('says whether the time was over or somebody ended it before', async () => {
  const caller = new AbortController();
  const [short, long] = [limited(caller.signal, 0), limited(caller.signal, LONG_MS)];
  await until('the time is over', () => short.isOver());
  expect(long.signal.aborted).toBe(false);

  caller.abort();
  expect(long.signal.aborted).toBe(true);
  expect([short, long].map((limit) => limit.isOver())).toEqual([true, false]);
});

it('is over from the start for a caller that has ended', () => {
  expect(limited(AbortSignal.abort(), LONG_MS).signal.aborted).toBe(true);
});

it('can be ended at once', () => {
  const limit = limited(new AbortController().signal, LONG_MS);
  limit.end();
  expect([limit.signal.aborted, limit.isOver()]).toEqual([true, false]);
});

it('aborts nothing any more once it was cleared', async () => {
  const caller = new AbortController();
  const [cleared, kept] = [limited(caller.signal, 0), limited(caller.signal, 0)];
  cleared.clear();
  await until('another’s time is over', () => kept.isOver());
  caller.abort();
  expect(cleared.signal.aborted).toBe(false);
});
