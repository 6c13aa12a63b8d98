import pino from 'pino';
import { deliveryCounts } from '../../../src/api/webhooks/delivery-counts';
import type { DeliveryCount } from '../../../src/stores/webhooks/count-deliveries';
import type { ReceivingStore } from '../../../src/stores/webhooks/receiving-store';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const log = pino({ level: 'silent' });
const storeOf = (storeId: string, secretVersion = 1): ReceivingStore => ({
  ...{ tenantId: 'tenant', storeId, platform: 'woocommerce', address: '', storeName: '' },
  ...{ secrets: { current: 's', former: null }, secretVersion, isKept: true, brokenTopics: new Set() },
});

it('writes what came together, however much it was', async () => {
  const written: (readonly DeliveryCount[])[] = [];
  const counts = deliveryCounts({ write: async (_, some) => void written.push(some), log });
  for (let n = 0; n < 500; n++) counts.rightlySigned(storeOf('a'), n < 100 ? 'former' : 'current');
  counts.wronglySigned(storeOf('b'));
  await jest.advanceTimersByTimeAsync(5_000);
  expect(written).toMatchObject([
    [
      { storeId: 'a', byCurrent: 400, byFormer: 100, wrongSignatures: 0, lastReceivedAt: expect.any(Date) },
      { storeId: 'b', byCurrent: 0, wrongSignatures: 1, lastReceivedAt: null },
    ],
  ]);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(written).toHaveLength(1);
  await counts.stop();
});

it('counts for no secret what another one signed', async () => {
  const written: (readonly DeliveryCount[])[] = [];
  const counts = deliveryCounts({ write: async (_, some) => void written.push(some), log });
  counts.rightlySigned(storeOf('a', 1), 'current');
  counts.wronglySigned(storeOf('a', 1));
  counts.rightlySigned(storeOf('a', 2), 'current');
  await counts.stop();
  expect(written).toMatchObject([[{ secretVersion: 2, byCurrent: 1, wrongSignatures: 1 }]]);
});

it('tells 60 wrong ones of a minute one by one, in each store, and begins anew with the next minute', async () => {
  const counts = deliveryCounts({ write: async () => undefined, log });
  const told = Array.from({ length: 70 }, () => counts.wronglySigned(storeOf('a')));
  expect(told.filter((each) => each === 'told')).toHaveLength(60);
  expect(counts.wronglySigned(storeOf('b'))).toBe('told');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(counts.wronglySigned(storeOf('a'))).toBe('told');
  await counts.stop();
});
