import { looksLater } from '../../../src/api/webhooks/looks-later';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('wants one look a minute later, however often a store tells, and says where that failed', async () => {
  const wanted: string[] = [];
  const failed: string[] = [];
  const later = looksLater({
    async want({ storeId }) {
      if (storeId === 'b') throw new Error('away');
      wanted.push(storeId);
    },
    failed: ({ storeId }) => void failed.push(storeId),
  });
  for (const storeId of ['a', 'b', 'a']) later.want({ tenantId: 'tenant', storeId });
  await jest.advanceTimersByTimeAsync(59_000);
  expect(wanted).toEqual([]);
  await jest.advanceTimersByTimeAsync(1_000);
  expect({ wanted, failed }).toEqual({ wanted: ['a'], failed: ['b'] });
  later.want({ tenantId: 'tenant', storeId: 'a' });
  later.stop();
  await jest.advanceTimersByTimeAsync(120_000);
  expect(wanted).toEqual(['a']);
});
