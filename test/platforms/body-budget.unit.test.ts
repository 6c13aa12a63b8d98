import { bodyBudget } from '../../src/platforms/http/body-budget';
import { readBody } from '../../src/platforms/http/read-body';

const bytes = (count: number) => Buffer.alloc(count, 'x');

it('holds what comes, and gives it back whole', () => {
  const body = bodyBudget(100).open();
  expect([body.add(Buffer.from('ab')), body.add(Buffer.from('c'))]).toEqual([true, true]);
  expect(body.whole().toString()).toBe('abc');
});

it('drops the largest where all hold too much, and no other', () => {
  const budget = bodyBudget(100);
  const [small, large] = [budget.open(), budget.open()];
  expect([large.add(bytes(80)), small.add(bytes(30))]).toEqual([true, true]);
  expect(large.add(bytes(1))).toBe(false);
  expect(small.add(bytes(60))).toBe(true);
});

it('takes in again what a body held that was closed', () => {
  const budget = bodyBudget(100);
  const first = budget.open();
  first.add(bytes(90));
  first.close();
  first.close();
  const second = budget.open();
  expect([second.add(bytes(90)), second.add(bytes(10)), second.add(bytes(1))]).toEqual([true, true, false]);
});

it('lets a page of a usual size be read beside many endless ones', async () => {
  const budget = bodyBudget(1_000);
  async function* endless() {
    for (;;) yield bytes(100);
  }
  async function* usual() {
    for (let chunk = 0; chunk < 3; chunk++) yield bytes(10);
  }
  const hostile = Array.from({ length: 8 }, () => readBody(endless(), undefined, 10_000, budget));
  expect(await readBody(usual(), undefined, 10_000, budget)).toEqual({ kind: 'read', text: 'x'.repeat(30) });
  // The last of them has all the room for itself, up to the limit of one body or of all.
  const kinds = (await Promise.all(hostile)).map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['dropped']));
});
