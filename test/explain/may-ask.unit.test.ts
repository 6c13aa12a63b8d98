import type { Database } from '../../src/database/database';
import { mayAsk } from '../../src/explain/live/may-ask';

it('lets each store be asked once in five seconds, whoever asks', () => {
  const database = {} as Database;
  const asked = [0, 4_999, 5_000, 5_001].map((now) => mayAsk(database, { id: 'a' }, now));
  expect(asked).toEqual([true, false, true, false]);
  expect(mayAsk(database, { id: 'b' }, 5_001)).toBe(true);
  expect(mayAsk(database, { id: 'b' }, 5_002)).toBe(false);
});
