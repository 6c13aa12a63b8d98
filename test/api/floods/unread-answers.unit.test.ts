import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { unreadAnswers } from '../../../src/api/limits/unread-answers';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function answer() {
  const destroy = jest.fn();
  const response = Object.assign(new EventEmitter(), { req: { socket: { destroy } } });
  return { response: response as unknown as Response, destroy, taken: () => response.emit('close') };
}

it('lets those go first that have waited longest, where all together are too many', () => {
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
