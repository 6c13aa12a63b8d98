import type { RunReference } from '../../src/model/run-reference';
import { COUNTS, fails, fetched, gate, hangs, inTurn, LISTING, MINUTE } from './support/answers';
import { timersOf } from './support/history';
import type { Script } from './support/script';
import { startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const merged = () => ({ kind: 'merged', seen: 100, overtaken: 0 }) as const;
const cursorsOf = (script: Script) => script.inputs('fetchProductPages').map(({ cursor }) => cursor);
const batchesOf = (script: Script) => script.inputs('upsertProductPages').map(({ batchId }) => batchId);

it('opens, reads, merges, looks for missing products and closes, under the run id of its first execution', async () => {
  const script = world.script();
  const run = await world.sync({ accepted: ['suspicious_change'] });

  expect(await run.end()).toEqual({
    status: 'completed',
    result: { runId: run.runId, status: 'completed', error: null, counts: COUNTS },
  });

  expect(script.order()).toEqual(['openRun', 'fetchProductPages', 'upsertProductPages', 'findMissing', 'closeRun']);
  const [opened] = script.inputs('openRun');
  expect(opened).toMatchObject({ attempt: 1, input: { trigger: 'api', storeName: 'Shop' } });
  const reference: RunReference = {
    id: run.runId,
    tenantId: 'tenant',
    storeId: opened?.input.storeId ?? '',
    platform: 'woocommerce',
    mode: 'full',
    fenced: true,
    dryRun: false,
    accepted: ['suspicious_change'],
  };
  for (const { run: given } of [...script.inputs('fetchProductPages'), ...script.inputs('closeRun')]) {
    expect(given).toEqual(reference);
  }
  expect(await run.runStatus()).toBe('completed');
});

it('lets a dry run go the same way without the fence', async () => {
  const script = world.script();
  const run = await world.sync({ dryRun: true });

  expect(await run.end()).toMatchObject({ status: 'completed' });

  expect(script.order()).toContain('findMissing');
  expect(script.inputs('closeRun')).toMatchObject([{ run: { dryRun: true, fenced: false } }]);
});

it('goes without the search attributes that the namespace lacks', async () => {
  world.script({ openRun: () => ({ retryDelays: [], approvalMs: MINUTE, searchAttributes: [] }) });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed' });
  expect(await run.runStatus()).toBeUndefined();
});

it('asks the store for the next batch while this one is merged, and carries what the listing said', async () => {
  const merge = gate();
  const script = world.script({
    fetchProductPages: inTurn(fetched('page 2'), fetched(null, { listing: { ...LISTING, announcedAtEnd: 99 } })),
    upsertProductPages: async () => {
      await merge.opened;
      return merged();
    },
  });
  const run = await world.sync();

  expect(await script.asked('fetchProductPages', 2)).toMatchObject({ cursor: 'page 2', listing: LISTING });
  await script.asked('upsertProductPages');
  expect(script.inputs('upsertProductPages')).toHaveLength(1);
  merge.open();

  expect(await run.end()).toMatchObject({ status: 'completed' });
  expect(batchesOf(script)).toEqual(['batch at the start', 'batch at page 2']);
  expect(script.inputs('findMissing')).toMatchObject([{ announced: 100, announcedAtEnd: 99 }]);
});

it.each([
  ['where the batch began', null, 'page 2'],
  ['the page behind the merged ones', { cursor: 'page 2, second half' }, 'page 2, second half'],
  ['the listing’s beginning', { cursor: null }, null],
] as const)('I4 reads again from %s when the staged pages were lost', async (_, resume, from) => {
  const whereItEnded: string[][] = [];
  const script: Script = world.script({
    fetchProductPages: inTurn(fetched('page 2'), fetched('page 3'), hangs, (input) => {
      whereItEnded.push(script.running());
      return fetched()(input);
    }),
    upsertProductPages: inTurn(
      merged,
      async () => {
        await script.asked('fetchProductPages', 3);
        return { kind: 'read_again', resume, allDocuments: false };
      },
      merged,
    ),
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed' });

  expect(cursorsOf(script)).toEqual([null, 'page 2', 'page 3', from]);
  expect(batchesOf(script)).toEqual(['batch at the start', 'batch at page 2', `batch at ${from ?? 'the start'}`]);
  // The fetch ahead was broken off and had ended first: a store has one listing's requests at a time.
  expect(whereItEnded).toEqual([['fetchProductPages']]);
});

it('reads documents whole once when the catalogue changed since they were staged', async () => {
  const script = world.script({
    fetchProductPages: inTurn(fetched(), fetched('page 2'), fetched('page 3'), fetched()),
    upsertProductPages: inTurn(() => ({ kind: 'read_again', resume: null, allDocuments: true }), merged),
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed' });

  // The batch behind was asked for before this one was merged.
  expect(script.inputs('fetchProductPages').map(({ allDocuments }) => allDocuments)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it('I1 asks for no missing product when the listing was not whole, and says so when it closes', async () => {
  const script = world.script({ findMissing: () => ({ kind: 'found', whole: false, empty: true, missing: 0 }) });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ result: { status: 'completed_with_errors' } });

  expect(script.order()).not.toContain('confirmMissing');
  expect(script.inputs('closeRun')).toMatchObject([{ end: { kind: 'read', whole: false, empty: true } }]);
});

it('I1 asks the store about the missing, and once more while what it said has grown old on the way', async () => {
  const script = world.script({
    findMissing: () => ({ kind: 'found', whole: true, empty: false, missing: 3 }),
    deactivateMissing: inTurn(
      () => ({ kind: 'deactivated', deactivated: 1, stale: 2 }),
      () => ({ kind: 'deactivated', deactivated: 2, stale: 0 }),
    ),
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed' });

  expect(script.order().slice(3)).toEqual([
    ...['findMissing', 'confirmMissing', 'deactivateMissing', 'confirmMissing', 'deactivateMissing', 'closeRun'],
  ]);
  expect(script.inputs('confirmMissing')).toMatchObject([{ currency: 'EUR' }, { currency: 'EUR' }]);
  expect(script.inputs('deactivateMissing')).toMatchObject(Array(2).fill({ approved: false, emptyListing: false }));
});

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

it('refreshes the listed products a thousand at a time, beside whatever else runs, and looks for none missing', async () => {
  const externalIds = ids(2_500);
  const script = world.script();
  const run = await world.sync({ mode: 'refresh', externalIds });

  expect(await run.end()).toMatchObject({ status: 'completed', result: { status: 'completed' } });

  expect(script.order()).toEqual(['openRun', ...Array(3).fill('refreshProducts'), 'closeRun']);
  expect(script.inputs('refreshProducts').map((each) => each.externalIds.length)).toEqual([1_000, 1_000, 500]);
  expect(script.inputs('refreshProducts').flatMap((each) => each.externalIds)).toEqual(externalIds);
  expect(script.inputs('closeRun')).toMatchObject([
    { run: { mode: 'refresh', fenced: false }, end: { kind: 'read', whole: true, empty: false } },
  ]);
});

it('goes on behind the refreshed products, after a wait that the store asked for and after a failure', async () => {
  const script = world.script({
    refreshProducts: inTurn(
      () => ({ done: 100, waitMs: 10 * MINUTE }),
      fails('store_unreachable'),
      ({ externalIds }) => ({ done: externalIds.length, waitMs: 0 }),
    ),
  });
  const run = await world.sync({ mode: 'refresh', externalIds: ids(250) });

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(script.inputs('refreshProducts').map((each) => each.externalIds[0])).toEqual(['1', '101', '101']);
  expect(await timersOf(run.handle)).toMatchObject([{ ms: 10 * MINUTE }, { ended: 'fired' }]);
});

it('closes a refresh of nothing at once', async () => {
  const script = world.script();
  const run = await world.sync({ mode: 'refresh' });

  expect(await run.end()).toMatchObject({ status: 'completed' });
  expect(script.order()).toEqual(['openRun', 'closeRun']);
});
