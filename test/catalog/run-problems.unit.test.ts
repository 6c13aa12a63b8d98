import type { ListingGap } from '../../src/model/listing';
import { outcomeOf } from '../../src/runs/run-outcome';
import { problemsOf, type RunDoubts } from '../../src/runs/run-problems';

const none: RunDoubts = {
  announced: 100,
  announcedAtEnd: 100,
  seen: 100,
  rejected: 0,
  unclear: 0,
  held: 0,
  kept: 0,
  alive: 0,
};
const whole = { whole: true, empty: false };

it('has no words where nothing is in doubt', () => {
  expect(problemsOf(none, whole)).toEqual([]);
  expect(outcomeOf(none, whole)).toBe('completed');
});

it.each<[Partial<RunDoubts>, string, number, RegExp]>([
  [{ rejected: 3 }, 'products_set_aside', 3, /3 products could not be read.*GET …\/rejected/],
  [{ unclear: 2 }, 'unclear_answers', 2, /no clear answer about 2 products/],
  [{ held: 7 }, 'deactivations_held', 7, /7 products are gone/],
  [{ kept: 5 }, 'rejected_by_operator', 5, /keep 5 products/],
])('I2 says of %j what it is, how many, and what to do', (doubt, type, count, message) => {
  const doubts = { ...none, ...doubt };
  expect(problemsOf(doubts, whole)).toEqual([{ type, count, message: expect.stringMatching(message) }]);
  expect(outcomeOf(doubts, whole)).toBe('completed_with_errors');
});

it.each<[Partial<RunDoubts>, number, RegExp]>([
  [{ seen: 90 }, 10, /announced 100 products and showed 90/],
  [{ seen: 90, announcedAtEnd: 95 }, 5, /announced 100 products \(95 at the end\) and showed 90/],
  [{ seen: 90, announcedAtEnd: null }, 10, /announced 100 products and showed 90/],
])('I2 gives the numbers of a short listing: %j', (doubt, count, message) => {
  const [problem] = problemsOf({ ...none, ...doubt }, { whole: false, empty: false });
  expect(problem).toEqual({ type: 'listing_short', count, message: expect.stringMatching(message) });
});

it.each<[Partial<RunDoubts>, ListingGap, number, RegExp]>([
  [
    { seen: 90 },
    { cause: 'rows_hidden', detail: 'rows are hidden near place 40' },
    10,
    /^The store announced 100 products and showed 90\. What its answers showed: rows are hidden near place 40\. Let the user/,
  ],
  [
    {},
    { cause: 'product_unreadable', detail: 'a product between 7 and 9 fails' },
    0,
    /showed 100, and one may be missing all the same\. .*between 7 and 9 fails\. Look in PHP.*deletions are not noticed/,
  ],
  [{}, { cause: 'order_ignored', detail: 'it sorts by itself' }, 0, /it sorts by itself\. Switch the plugin off/],
])('I2 names the cause that the answers of a short listing showed: %j, %j', (doubt, gap, count, message) => {
  const [problem] = problemsOf({ ...none, ...doubt }, { whole: false, empty: false, gaps: [gap] });
  expect(problem).toEqual({ type: 'listing_short', count, message: expect.stringMatching(message) });
});

it('has no words for hidden rows where all that was announced came', () => {
  const gaps = [{ cause: 'rows_hidden', detail: 'rows are hidden' }] as const;
  expect(problemsOf(none, { ...whole, gaps })).toEqual([]);
});

it('I1 tells an empty listing of products that are there from one of an empty shop', () => {
  const empty = { whole: true, empty: true };
  expect(problemsOf({ ...none, seen: 0, announced: 0, alive: 12 }, empty)).toMatchObject([
    { type: 'listing_short', count: 12 },
  ]);
  expect(problemsOf({ ...none, seen: 0, announced: 0 }, empty)).toEqual([]);
});

it('says nothing of the listing of a run that did not reach its end', () => {
  expect(problemsOf({ ...none, seen: 10, rejected: 1 }, null)).toMatchObject([{ type: 'products_set_aside' }]);
});

it('says of what a lean run left unread nothing that is not so of each such run', () => {
  const problems = problemsOf(none, { whole: true, empty: false, unread: 3 });
  // A dry run brings nothing forward, and neither does one that met the same before.
  expect(problems).toEqual([
    { type: 'products_unknown', count: 3, message: expect.not.stringMatching(/brought forward/) },
  ]);
});
