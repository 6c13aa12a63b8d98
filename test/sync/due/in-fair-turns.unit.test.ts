import { setImmediate as turn } from 'node:timers/promises';
import { inFairTurns } from '../../../src/activities/due/in-fair-turns';

interface Item {
  tenantId: string;
  id: number;
}

const items = (tenantId: string, count: number): Item[] => Array.from({ length: count }, (_, id) => ({ tenantId, id }));

/** Lists of so many items each; and what `work` is told to do with them. */
function played(all: Item[], { aList = 10, atOnce = 4, ofTenant = 2, stop = new AbortController() } = {}) {
  const lists = Array.from({ length: Math.ceil(all.length / aList) }, (_, at) =>
    all.slice(at * aList, (at + 1) * aList),
  );
  const begun: Item[] = [];
  const finish = new Map<Item, (error?: Error) => void>();
  const ended = inFairTurns<Item>({
    atOnce,
    ofTenant,
    more: async () => lists.shift() ?? [],
    work: (item) =>
      new Promise<void>((resolve, reject) => {
        begun.push(item);
        finish.set(item, (error) => (error ? reject(error) : resolve()));
      }),
    signal: stop.signal,
  });
  return {
    begun,
    ended,
    stop,
    settle: async () => {
      for (let turns = 0; turns < 50; turns++) await turn();
    },
    finish: (item: Item | undefined, error?: Error) => item && finish.get(item)?.(error),
  };
}

it('gives a tenant no more than its share, and reads on to others’ stores past 200 of one that hang', async () => {
  const { begun, settle } = played([...items('slow', 200), ...items('other', 3)]);
  await settle();

  expect(begun.map(({ tenantId }) => tenantId).sort()).toEqual(['other', 'other', 'slow', 'slow']);
});

it('takes turns between tenants', async () => {
  const play = played([...items('a', 4), ...items('b', 2), ...items('c', 1)], { atOnce: 1, ofTenant: 1 });
  for (let done = 0; done < 7; done++) {
    await play.settle();
    play.finish(play.begun[done]);
  }
  expect(await play.ended).toEqual({ notBegun: 0, listedAll: true });
  expect(play.begun.map(({ tenantId }) => tenantId).join('')).toBe('abcabaa');
});

it('begins nothing more once it is stopped, and tells how many were not begun', async () => {
  const play = played(items('a', 25), { aList: 20 });
  await play.settle();
  play.stop.abort();
  for (const item of play.begun) play.finish(item);

  expect(await play.ended).toEqual({ notBegun: 23, listedAll: true });
});

it('waits for all under way before it tells of a failure', async () => {
  const play = played(items('a', 2));
  await play.settle();
  play.finish(play.begun[0], new Error('database away'));
  const early = await Promise.race([play.ended.catch(() => 'over'), play.settle().then(() => 'under way')]);
  play.finish(play.begun[1]);

  expect(early).toBe('under way');
  await expect(play.ended).rejects.toThrow('database away');
});
