import { type DoubtFacts, productDoubts } from '../../src/catalog/reading/doubts';

const NONE: DoubtFacts = { set_aside: null, held: null, unread: null };
const SINCE = '2026-11-25T09:00:00.123456+00:00';
const held = { since: SINCE, run_id: 'run', kind: 'not_found', waits: false, is_kept: false } as const;
const unread = {
  since: SINCE,
  run_id: 'run',
  status: 'active',
  is_short: false,
  is_known: true,
  is_read_in_part: false,
} as const;

it('has no words where nothing is in doubt', () => {
  expect(productDoubts('store', NONE)).toEqual([]);
});

it('tells all that is in doubt, each with its time and its run', () => {
  const set_aside = { since: SINCE, run_id: 'another', message: '"free" is no decimal' };

  expect(productDoubts('store', { set_aside, held, unread })).toEqual([
    {
      type: 'set_aside',
      since: new Date('2026-11-25T09:00:00.123Z'),
      run_id: 'another',
      message: expect.stringContaining('could not be read: "free" is no decimal. The catalogue keeps'),
    },
    { type: 'held_by_brake', since: new Date('2026-11-25T09:00:00.123Z'), run_id: 'run', message: expect.any(String) },
    { type: 'store_not_read', since: new Date('2026-11-25T09:00:00.123Z'), run_id: 'run', message: expect.any(String) },
  ]);
});

it.each<[Partial<DoubtFacts>, RegExp]>([
  [{ held: { ...held, waits: true } }, /no such product any more\. .*POST \/v1\/sync-runs\/run\/approve/],
  [{ held: { ...held, kind: 'unpublished' } }, /not published any more\. .*nobody did/],
  [{ held: { ...held, is_kept: true } }, /decided to keep it/],
  [{ unread }, /^No sync has read the store whole since: GET \/v1\/sync-runs\?store_id=store/],
  [{ unread: { ...unread, run_id: null, is_known: false } }, /^No sync has read the store whole: /],
  [{ unread: { ...unread, is_read_in_part: true } }, /^No full sync .* since: .*deleted for good, .* is not noticed/],
  [{ unread: { ...unread, is_short: true } }, /short since: .*deleted there is not noticed\. GET \/v1\/stores\/store /],
  [{ unread: { ...unread, status: 'needs_attention', is_short: true } }, /until somebody mends it/],
])('says of %j what it means and what to do', (facts, message) => {
  expect(productDoubts('store', { ...NONE, ...facts })).toMatchObject([{ message: expect.stringMatching(message) }]);
});
