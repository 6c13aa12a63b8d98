import { knownStores } from '../../../src/api/webhooks/known-stores';
import type { ReceivingStore } from '../../../src/stores/webhooks/receiving-store';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function world(answers: Record<string, string>, most?: number) {
  const asked: string[] = [];
  const stores = knownStores({
    ask: async (storeId) => {
      asked.push(storeId);
      if (answers[storeId] === 'away') throw new Error('away');
      return answers[storeId] === undefined
        ? null
        : ({ storeId, secrets: answers[storeId] } as unknown as ReceivingStore);
    },
    ...(most !== undefined && { most }),
  });
  const secretOf = async (storeId: string) => (await stores.find(storeId))?.secrets ?? null;
  return { ...stores, asked, answers, secretOf };
}

it('asks once for a store, and for one that there is not, and again after some seconds', async () => {
  const { secretOf, asked } = world({ a: 'old' });
  expect(await Promise.all(['a', 'a', 'none', 'none'].map(secretOf))).toEqual(['old', 'old', null, null]);
  expect(asked).toEqual(['a', 'none']);
  await jest.advanceTimersByTimeAsync(5_000);
  await Promise.all(['a', 'none'].map(secretOf));
  expect(asked).toEqual(['a', 'none', 'a', 'none']);
});

it('looks again for what it cannot explain, and not each time', async () => {
  const { secretOf, lookAgain, asked, answers } = world({ a: 'old' });
  await secretOf('a');
  answers.a = 'new';
  await jest.advanceTimersByTimeAsync(2_000);
  await lookAgain('a', performance.now());
  expect(await secretOf('a')).toBe('new');
  answers.a = 'newer still';
  expect(await lookAgain('a', performance.now() - 1)).toBeNull(); // it was looked at since
  await jest.advanceTimersByTimeAsync(1);
  const looks = Array.from({ length: 100 }, () => lookAgain('a', performance.now()));
  await jest.advanceTimersByTimeAsync(2_000);
  const found = await Promise.all(looks);
  expect(asked).toHaveLength(3);
  expect(found.filter((store) => store !== null).map(({ secrets }) => secrets)).toEqual(Array(10).fill('newer still'));
});

it('lets ids that are no store’s drive no store out', async () => {
  const { secretOf, asked } = world({ a: 'old' }, 10);
  await secretOf('a');
  for (let n = 0; n < 1_000; n++) await secretOf(`none ${n}`);
  await secretOf('a');
  expect(asked.filter((id) => id === 'a')).toHaveLength(1);
});

it('remembers no failure to ask', async () => {
  const { secretOf, answers } = world({ a: 'away' });
  await expect(secretOf('a')).rejects.toThrow('away');
  answers.a = 'old';
  expect(await secretOf('a')).toBe('old');
});

it('knows of a store as long as nobody says otherwise', async () => {
  const { secretOf, isKnown, answers } = world({ a: 'old', b: 'away' });
  await secretOf('a');
  answers.a = 'away';
  await jest.advanceTimersByTimeAsync(60_000);
  for (const id of ['a', 'b']) await expect(secretOf(id)).rejects.toThrow('away');
  expect(['a', 'b'].map(isKnown)).toEqual([true, false]);
  delete answers.a;
  expect(await secretOf('a')).toBeNull();
  expect(isKnown('a')).toBe(false);
});
