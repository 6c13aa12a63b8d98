import pino from 'pino';
import type { RefreshHintsInput } from '../../src/model/workflow-inputs';
import { joinedDoorbell } from '../../src/process/joined-doorbell';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const storeOf = (storeId: string): RefreshHintsInput => ({
  tenantId: 'tenant',
  storeId,
  platform: 'woocommerce',
  storeName: 'Shop',
});

function doorbell(ring: (store: RefreshHintsInput) => Promise<void> = async () => undefined) {
  const lines: string[] = [];
  const rung: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const bell = joinedDoorbell({
    log,
    keyOf: (store: RefreshHintsInput) => store.storeId,
    words: { of: 'what stores send', waits: 'what came waits in the inbox' },
    ring: (store) => {
      rung.push(store.storeId);
      return ring(store);
    },
  });
  return { ...bell, rung, lines };
}

it('rings at once, and once more a second later for all that came meanwhile', async () => {
  const { ring, rung } = doorbell();
  for (let n = 0; n < 200; n++) ring(storeOf('a'));
  expect(rung).toEqual(['a']);
  await jest.advanceTimersByTimeAsync(999);
  expect(rung).toEqual(['a']);
  await jest.advanceTimersByTimeAsync(1);
  expect(rung).toEqual(['a', 'a']);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(rung).toEqual(['a', 'a']);
  ring(storeOf('a'));
  expect(rung).toHaveLength(3);
});

it('makes no store wait for another', () => {
  const { ring, rung } = doorbell();
  for (const id of ['a', 'b', 'a', 'c']) ring(storeOf(id));
  expect(rung).toEqual(['a', 'b', 'c']);
});

it('has no more than so many rings on their way, and makes up for the others', async () => {
  const ends: (() => void)[] = [];
  const { ring, rung } = doorbell(() => new Promise((resolve) => ends.push(resolve)));
  for (let n = 0; n < 60; n++) ring(storeOf(`${n}`));
  expect(rung).toHaveLength(50);
  for (const end of ends) end();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(new Set(rung).size).toBe(60);
});

it('says once that Temporal is away, and once that it is not any more', async () => {
  let isAway = true;
  const { ring, lines } = doorbell(async () => {
    if (isAway) throw new Error('away');
  });
  for (const id of ['a', 'b', 'c']) ring(storeOf(id));
  await jest.advanceTimersByTimeAsync(1_000);
  isAway = false;
  for (const id of ['a', 'b', 'c']) ring(storeOf(id));
  await jest.advanceTimersByTimeAsync(1_000);
  expect(lines).toEqual([
    'Temporal is not told of what stores send: what came waits in the inbox',
    'Temporal is told again of what stores send',
  ]);
});

it('rings for what waits for its turn before it ends', async () => {
  const { ring, rung, stop } = doorbell();
  for (const id of ['a', 'a', 'b']) ring(storeOf(id));
  await stop();
  expect(rung).toEqual(['a', 'b', 'a']);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(rung).toHaveLength(3);
});
