import { fairShare, ShareExceeded } from '../../src/database/fair-share';

it('lets each hold so many, and others theirs beside', async () => {
  const take = fairShare(2, 60_000);
  await Promise.all([take('a'), take('a'), take('b'), take('b')]);
  const third = take('a');
  await expect(Promise.race([third, Promise.resolve('waits')])).resolves.toBe('waits');
});

it('gives what comes back to whoever waits longest', async () => {
  const take = fairShare(1, 60_000);
  const order: string[] = [];
  const first = await take('a');
  const waiting = ['second', 'third'].map((name) =>
    take('a').then((giveBack) => {
      order.push(name);
      giveBack();
    }),
  );
  first();
  await Promise.all(waiting);
  expect(order).toEqual(['second', 'third']);
  (await take('a'))();
});

it('refuses who waited in vain, and gives the place to who comes next', async () => {
  const take = fairShare(1, 1);
  const giveBack = await take('a');
  await expect(take('a')).rejects.toBeInstanceOf(ShareExceeded);
  giveBack();
  await expect(take('a')).resolves.toBeInstanceOf(Function);
});

it('refuses at once where hundreds wait already', async () => {
  const take = fairShare(1, 60_000);
  const giveBack = await take('a');
  const waiting = Array.from({ length: 200 }, () => take('a'));
  await expect(take('a')).rejects.toBeInstanceOf(ShareExceeded);
  giveBack();
  for (const each of waiting) (await each)();
});
