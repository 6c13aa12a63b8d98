import { blockOf } from '../../../src/api/http/client-address';
import { keyProver } from '../../../src/api/limits/prove-keys';
import { type SharedCountsOptions, sharedCounts } from '../../../src/api/limits/shared-counts';
import type { SentKey } from '../../../src/tenants/known-keys';
import type { RequestCount } from '../../../src/tenants/request-counts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function counting(share: SharedCountsOptions['share'], most = 600) {
  const errors: unknown[] = [];
  const { add, ...counts } = sharedCounts({ share, onError: (error) => errors.push(error) });
  return { errors, ...counts, add: (who: string) => add(who, most) };
}

/** What all processes counted, as the table has it. */
function table() {
  const counts = new Map<string, RequestCount>();
  let asked = 0;
  return {
    asked: () => asked,
    async share(given: readonly RequestCount[]) {
      asked += 1;
      return given.map(({ who, count, ageMs }) => {
        const sum = { who, count: count + (counts.get(who)?.count ?? 0), ageMs };
        counts.set(who, sum);
        return sum;
      });
    },
  };
}

it('tells the others once a second, however many requests come, and hears of theirs', async () => {
  const { share, asked } = table();
  const [one, other] = [counting(share), counting(share)];
  for (let n = 0; n < 29; n++) one.add('key 1');
  expect(asked()).toBe(0);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(asked()).toBe(1);

  expect(other.add('key 1').count).toBe(1);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(other.look('key 1').count).toBe(30);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(asked()).toBe(2); // nobody came: nobody is asked
});

it('tells of many at once, but ten times a second at most', async () => {
  const { share, asked } = table();
  const counts = counting(share, 100);
  for (let second = 0; second < 100; second++) {
    for (let n = 0; n < 5; n++) counts.add('key 1');
    await jest.advanceTimersByTimeAsync(10);
  }
  expect(asked()).toBeGreaterThan(5);
  expect(asked()).toBeLessThanOrEqual(11);
});

it('begins anew after a minute', async () => {
  const counts = counting(table().share);
  expect(counts.add('key 1')).toEqual({ count: 1, endsInMs: 60_000 });
  await jest.advanceTimersByTimeAsync(59_000);
  expect(counts.add('key 1')).toEqual({ count: 2, endsInMs: 1_000 });
  await jest.advanceTimersByTimeAsync(1_000);
  expect(counts.add('key 1')).toEqual({ count: 1, endsInMs: 60_000 });
});

it('counts for itself while the database is away, asks seldom, and tells everything when it is back', async () => {
  const { share, asked } = table();
  let isAway = true;
  const counts = counting(async (given) => {
    if (isAway) throw new Error('away');
    return share(given);
  });
  for (let second = 0; second < 20; second++) {
    expect(counts.add('key 1').count).toBe(second + 1);
    await jest.advanceTimersByTimeAsync(1_000);
  }
  expect(counts.errors.length).toBeGreaterThan(1);
  expect(counts.errors.length).toBeLessThan(6);

  isAway = false;
  await jest.advanceTimersByTimeAsync(5_000);
  expect(asked()).toBe(1);
  expect(counts.look('key 1').count).toBe(20);
});

it('remembers no more than 20,000 addresses, and forgets who came first', () => {
  const counts = counting(table().share, 20_000);
  counts.add('first');
  for (let n = 0; n < 20_000; n++) counts.add(`address ${n}`);
  expect(counts.add('first').count).toBe(1);
  expect(counts.add('address 19999').count).toBe(2);
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:ffff::', '2001:db8:0:0::/64'],
  ['2001:db8:1::', '2001:db8:1:0::/64'],
])('counts %s as one of %s', (address, block) => {
  expect(blockOf(address)).toBe(block);
});

describe('keys', () => {
  const sentKey = (n: number): SentKey => ({ tenantId: 'a', key: `key ${n}` });

  it('that are tried are asked for together, one statement at a time', async () => {
    let open = 0;
    const asked: number[] = [];
    const prover = keyProver(async (sent) => {
      expect(++open).toBe(1);
      asked.push(sent.length);
      await new Promise<void>((resolve) => setTimeout(resolve, 10));
      open--;
      return sent.map(() => null);
    });
    const answers = Promise.all(Array.from({ length: 1_200 }, (_, n) => prover.idOf(sentKey(n))));
    await jest.advanceTimersByTimeAsync(100);
    expect(new Set(await answers)).toEqual(new Set([null]));
    expect(asked).toEqual([1, 500, 500, 199]);
  });

  it('that are good are asked for once, until one was refused', async () => {
    const asked: string[] = [];
    const prover = keyProver(
      async (sent) => {
        asked.push(...sent.map(({ key }) => key));
        return sent.map(({ key }) => `id of ${key}`);
      },
      { mostProven: 2 },
    );
    for (const n of [1, 1, 2, 1]) expect(await prover.idOf(sentKey(n))).toBe(`id of key ${n}`);
    expect(asked).toEqual(['key 1', 'key 2']);
    prover.forget(sentKey(1));
    await prover.idOf(sentKey(1));
    expect(asked).toEqual(['key 1', 'key 2', 'key 1']);
    await prover.idOf(sentKey(3)); // takes the place of the oldest
    await prover.idOf(sentKey(2));
    expect(asked.slice(3)).toEqual(['key 3', 'key 2']);
  });

  it('fail together where the database is away, and the next ones are asked for again', async () => {
    let isAway = true;
    const prover = keyProver(async (sent) => {
      if (isAway) throw new Error('away');
      return sent.map(() => 'id');
    });
    await expect(prover.idOf(sentKey(1))).rejects.toThrow('away');
    isAway = false;
    expect(await prover.idOf(sentKey(1))).toBe('id');
  });
});
