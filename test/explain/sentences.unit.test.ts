import type { ProductFacts } from '../../src/explain/facts/product-facts';
import { nextStepOf } from '../../src/explain/words/next-step';
import { sentencesOf } from '../../src/explain/words/sentences';
import { MORNING, NOON, productFacts, RUN, storeFacts } from './facts';

const told = (...given: Parameters<typeof productFacts>) => sentencesOf(productFacts(...given)).join('\n');

it('says of a product of which hardly anything is kept what there is', () => {
  expect(sentencesOf(productFacts({ since: null }))).toEqual([
    '“Blue shirt” (id 101 in the store) is active: the store’s word for it is “publish”.',
    'It has been active since before changes are kept.',
    'No page of the store that is still kept shows it.',
    'No change of it is kept.',
    `The store is active, was last read whole at 2026-11-20T09:00:00Z by run ${RUN}.`,
  ]);
});

it('shows a store’s text as a cut line without what a screen should not show', () => {
  const words = told({
    product: { title: `\u202eevil\n\0${'x'.repeat(5_000)}`, status: `a\u200b\nb${'y'.repeat(900)}` },
  });

  expect(words).not.toMatch(/[\u202e\u200b\0]/);
  expect(words.split('\n')).toHaveLength(5);
  expect(words.length).toBeLessThan(600);
});

const look = {
  run_id: RUN,
  mode: 'full',
  status: 'completed',
  page: 3,
  at: MORNING,
  lean: null,
  is_readable: true,
} as const;

it('tells the run that saw it last, and the one that read a group of its fields since', () => {
  const lean = { ...look, mode: 'inventory', lean: 'inventory', at: NOON } as const;
  expect(told({ last_look: look, last_lean_look: lean })).toContain(
    `The store showed it last at 2026-11-20T09:00:00Z, on page 3 of run ${RUN} (full, completed). Its stock was read at 2026-11-20T12:00:00Z by run ${RUN} (stock only, completed).`,
  );
});

describe('one that a listing did not show', () => {
  const missed = (state: 'unclear' | 'suspect' | 'alive', checked_at: Date | null = NOON) =>
    ({ run_id: RUN, run_status: 'completed', state, checked_at, detail: 'HTTP 500', evidence: null }) as const;

  it('is told while the store gave no clear answer, or was not asked yet', () => {
    expect(told({ missed: missed('unclear') })).toMatch(/no clear answer when it was asked: “HTTP 500”/);
    expect(told({ missed: missed('suspect', null) })).toMatch(/has not asked the store for it yet/);
    expect(nextStepOf(productFacts({ missed: missed('unclear') }))).toMatch(/^Have the store asked again: POST /);
  });

  it('is not told where it is alive, or where a later page showed it', () => {
    expect(told({ missed: missed('alive') })).not.toContain('did not meet');
    expect(told({ missed: missed('unclear', MORNING), last_look: { ...look, at: NOON } })).not.toContain(
      'did not meet',
    );
  });
});

describe('news that waits', () => {
  const hints = (
    held_by: 'brake' | 'credentials' | 'storm' | null = null,
    is_claimed = false,
  ): ProductFacts['hints'] => ({
    count: 2,
    items: [{ id: RUN, topic: 'product.deleted', news: 'gone', received_at: NOON, is_claimed, held_by }],
  });

  it.each([
    [hints(), /is read next\.$/m, /^Wait some seconds/],
    [hints(null, true), /is being read just now/, /^Wait some seconds/],
    [hints('brake'), /full run or somebody’s decision/, /^Wait for the full run/],
    [hints('credentials'), /takes our credentials again/, /^Connect the store again/],
    [hints('storm'), /incremental run/, /^Wait for the incremental run/],
  ])('says why, and what to do', (given, why, step) => {
    expect(told({ hints: given })).toMatch(
      /sent news about it 2 times.*“product\.deleted”, received at 2026-11-20T12:00:00Z/,
    );
    expect(told({ hints: given })).toMatch(why);
    expect(nextStepOf(productFacts({ hints: given }))).toMatch(step);
  });
});

describe('a store', () => {
  it.each([
    ['disconnected', /is disconnected/, /^Connect the store again/],
    ['needs_attention', /until somebody mends it/, /^Mend the store first: GET \/v1\/stores\//],
    ['paused', /is paused/, /^Resume the store: PATCH/],
  ] as const)('that is %s comes before all else that could be done', (status, words, step) => {
    const store = storeFacts({ store: { status } });
    expect(told({ store })).toMatch(words);
    expect(nextStepOf(productFacts({ store, hints: { count: 1, items: [] } }))).toMatch(step);
  });

  it('that was never read whole is to be read', () => {
    const store = storeFacts({ read_at: null, read_run: null });
    expect(told({ store })).toContain('was never read whole');
    expect(nextStepOf(productFacts({ store }))).toMatch(/^Read the store: POST \/v1\/catalog\/sync\/woocommerce/);
  });

  it('says what its last full run came to', () => {
    const last_full = {
      run_id: RUN,
      status: 'failed',
      started_at: MORNING,
      finished_at: NOON,
      problems: [],
      error_type: 'store_unreachable',
    } as const;
    expect(told({ store: storeFacts({ last_full: { ...last_full, problems: [] } }) })).toContain(
      `The last full run, ${RUN}, failed (2026-11-20T12:00:00Z): store_unreachable.`,
    );
  });
});

it('tells what changed last of a variant, and of the product itself where that changed, too', () => {
  const entry = {
    at: NOON,
    kind: 'variant_updated',
    field: 'stock',
    before: 4,
    after: 0,
    variant_id: RUN,
    run_id: RUN,
    evidence: null,
  } as const;
  expect(told({ last_changes: [entry] })).toContain(`stock of variant ${RUN} from “4” to “0”`);
  const own = { ...entry, kind: 'updated', variant_id: null, before: null } as const;
  expect(told({ last_changes: [entry, own, { ...own, field: 'tags', before: ['a'], after: [] }] })).toContain(
    'tags, stock from none to “0”.',
  );
});
