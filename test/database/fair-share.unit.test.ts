import { fairShare, ShareExceeded } from '../../src/database/fair-share';

const LONG = 60_000;

/** Work that ends when it is told to, and says whether it began. */
function work() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const begun = jest.fn(() => ended);
  return { begun, end };
}

it('lets each do so many things at a time, and others theirs beside', async () => {
  const inShare = fairShare(1, LONG);
  const [first, second, beside] = [work(), work(), work()];
  const all = [inShare('a', first.begun), inShare('a', second.begun), inShare('b', beside.begun)];
  expect([first, second, beside].map(({ begun }) => begun.mock.calls.length)).toEqual([1, 0, 1]);

  first.end();
  await all[0];
  expect(second.begun).toHaveBeenCalled();
  second.end();
  beside.end();
  await Promise.all(all);
});

it('lets those that wait go on in their order, also behind one that failed', async () => {
  const inShare = fairShare(1, LONG);
  const order: string[] = [];
  const failing = inShare('a', () => Promise.reject(new Error('broken')));
  const waiting = ['second', 'third'].map((name) => inShare('a', async () => void order.push(name)));
  await expect(failing).rejects.toThrow('broken');
  await Promise.all(waiting);
  expect(order).toEqual(['second', 'third']);
});

it('refuses who waited in vain, and goes on with who comes next', async () => {
  const inShare = fairShare(1, 1);
  const first = work();
  const busy = inShare('a', first.begun);
  await expect(inShare('a', work().begun)).rejects.toBeInstanceOf(ShareExceeded);
  first.end();
  await busy;
  await expect(inShare('a', async () => 'done')).resolves.toBe('done');
});

it('refuses at once where hundreds wait already', async () => {
  const inShare = fairShare(1, LONG);
  const first = work();
  const all = [inShare('a', first.begun), ...Array.from({ length: 200 }, () => inShare('a', async () => undefined))];
  await expect(inShare('a', work().begun)).rejects.toBeInstanceOf(ShareExceeded);
  first.end();
  await Promise.all(all);
});
