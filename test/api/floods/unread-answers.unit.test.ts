import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { unreadAnswers } from '../../../src/api/limits/unread-answers';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** By a key, or where it has none, from an address. */
function answer({ key, address = '192.0.2.1' }: { key?: string; address?: string } = { key: 'a' }) {
  const destroy = jest.fn();
  const locals = { clientAddress: address, ...(key !== undefined && { caller: { key: { id: key } } }) };
  const response = Object.assign(new EventEmitter(), { req: { socket: { destroy } }, locals });
  return { response: response as unknown as Response, destroy, taken: () => response.emit('close') };
}

it('lets those of a caller go first that have waited longest, where all together are too many', () => {
  const unread = unreadAnswers({ patienceMs: 1_000, mostBytes: 100 });
  const [first, second, third, fourth] = [answer(), answer(), answer(), answer()];
  unread.hold(first.response, 40);
  unread.hold(second.response, 60);
  first.taken();
  unread.hold(third.response, 40);
  expect(second.destroy).not.toHaveBeenCalled();

  unread.hold(fourth.response, 30);

  expect(second.destroy).toHaveBeenCalledTimes(1);
  expect(third.destroy).not.toHaveBeenCalled();
  expect(fourth.destroy).not.toHaveBeenCalled();
});

it('takes from the key that holds the most, and leaves older ones of others', () => {
  const unread = unreadAnswers({ patienceMs: 1_000, mostBytes: 100 });
  const other = answer({ key: 'other' });
  unread.hold(other.response, 30);
  const slow = Array.from({ length: 10 }, () => answer({ key: 'slow' }));
  for (const { response } of slow) unread.hold(response, 20);
  const next = answer({ key: 'next' });
  unread.hold(next.response, 30);

  expect(slow.map(({ destroy }) => destroy.mock.calls.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
  expect(other.destroy).not.toHaveBeenCalled();
  expect(next.destroy).not.toHaveBeenCalled();
});

it('takes all addresses without a key for one caller, and from the one of them that holds the most', () => {
  const unread = unreadAnswers({ patienceMs: 1_000, mostBytes: 100 });
  const strangers = Array.from({ length: 8 }, (_, n) => answer({ address: `2001:db8:0:${n}::1` }));
  for (const { response } of strangers) unread.hold(response, 10);
  const again = answer({ address: '2001:db8:0:3::2' }); // the /64 of the fourth
  unread.hold(again.response, 10);
  const known = answer({ key: 'known' });
  unread.hold(known.response, 20);

  expect(strangers.map(({ destroy }) => destroy.mock.calls.length)).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  expect(again.destroy).not.toHaveBeenCalled();
  expect(known.destroy).not.toHaveBeenCalled();
});

it('waits so long and no longer for each to be taken', () => {
  const unread = unreadAnswers({ patienceMs: 1_000 });
  const [taken, forgotten] = [answer(), answer()];
  unread.hold(taken.response, 1);
  unread.hold(forgotten.response, 1);
  taken.taken();
  jest.advanceTimersByTime(999);
  expect(forgotten.destroy).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(forgotten.destroy).toHaveBeenCalledTimes(1);
  expect(taken.destroy).not.toHaveBeenCalled();
});
