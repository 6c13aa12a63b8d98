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
  unreadable: { current: null, former: null },
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

it('keeps what could not be written, with what comes after it, and writes in the order of ids', async () => {
  const written: (readonly DeliveryCount[])[] = [];
  let isAway = true;
  const write = async (_: string, some: readonly DeliveryCount[]) => {
    if (isAway) throw new Error('away');
    written.push(some);
  };
  const counts = deliveryCounts({ write, log });
  for (const id of ['b', 'a']) counts.rightlySigned(storeOf(id), 'current');
  counts.wronglySigned(storeOf('b'));
  await counts.flush();
  isAway = false;
  counts.rightlySigned(storeOf('b'), 'former');
  await counts.stop();
  expect(written).toMatchObject([
    [
      { storeId: 'a', byCurrent: 1, lastReceivedAt: expect.any(Date) },
      { storeId: 'b', byCurrent: 1, byFormer: 1, wrongSignatures: 1, lastWrongAt: expect.any(Date) },
    ],
  ]);
});

it('tells the log twice of many wrong ones of a minute, in each store, and anew in the next', async () => {
  const warn = jest.spyOn(log, 'warn');
  const counts = deliveryCounts({ write: async () => undefined, log });
  for (let sent = 0; sent < 70; sent++) counts.wronglySigned(storeOf('a'));
  expect(warn).toHaveBeenCalledTimes(2);
  counts.wronglySigned(storeOf('b'));
  expect(warn).toHaveBeenCalledTimes(3);
  await jest.advanceTimersByTimeAsync(60_000);
  counts.wronglySigned(storeOf('a'));
  expect(warn).toHaveBeenCalledTimes(4);
  await counts.stop();
});
