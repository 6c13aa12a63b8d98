import { bulkFinishedSignal } from '../../src/workflows/messages';
import { until } from '../support/until';
import { batchAt, fails, fetched, inTurn, isLarge, MINUTE } from './support/answers';
import { timersOf } from './support/history';
import type { Fake, Fakes, Script } from './support/script';
import { startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const running = () => ({ kind: 'running', requests: 1 }) as const;
const written = () => ({ kind: 'written', requests: 1 }) as const;
const busy = () => ({ kind: 'busy', requests: 1 }) as const;
const started = () => ({ kind: 'started', operationId: 'operation', observation: 7, requests: 1 }) as const;
const givenUp = (why: string) => () => ({ kind: 'given_up', why, requests: 1 }) as const;
const loaded = () => ({ kind: 'loaded', roots: 100, requests: 2 }) as const;

const staged =
  (nextCursor: string | null = null): Fake<'stageBulkPages'> =>
  ({ cursor, listing }) => ({
    ...{ kind: 'staged', batchId: batchAt(cursor), pages: 1, nextCursor, listing, inBulk: null, waitMs: 0 },
  });

/** The store is large, and its pages are there when the bulk operation is not. */
const large = () => ({ fetchProductPages: inTurn<'fetchProductPages'>(isLarge(), fetched()) });

const cursorsOf = (script: Script) => script.inputs('fetchProductPages').map(({ cursor }) => cursor);
const notesOf = (script: Script) =>
  script.inputs('noteRun').map((each) => (each.note === 'pages_instead' ? each.why : each.note));

it('has the store write its listing into a file, loads it, merges it, and clears up', async () => {
  const script = world.script(large());
  const run = await world.sync({ platform: 'shopify' });

  expect(await run.end()).toMatchObject({ status: 'completed' });

  expect(script.order()).toEqual([
    ...['openRun', 'fetchProductPages', 'startBulk', 'lookAtBulk', 'loadBulkLines', 'stageBulkPages'],
    ...['upsertProductPages', 'clearBulk', 'findMissing', 'closeRun'],
  ]);
  expect(script.inputs('lookAtBulk')).toMatchObject([{ operationId: 'operation' }]);
});

it('merges the file batch by batch, and counts what it cost', async () => {
  const script = world.script({ ...large(), stageBulkPages: inTurn(staged('bulk line 50'), staged()) });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed' });

  const cost = { observation: 7, roots: 100, requests: 1 + 1 + 2 };
  expect(script.inputs('stageBulkPages')).toMatchObject([
    { cursor: null, ...cost },
    { cursor: 'bulk line 50', ...cost },
  ]);
  expect(script.inputs('upsertProductPages').map(({ batchId }) => batchId)).toEqual([
    batchAt(null),
    batchAt('bulk line 50'),
  ]);
});

it('looks after it more and more seldom, from 2 to 30 seconds, a fifth more or less', async () => {
  world.script({ ...large(), lookAtBulk: inTurn(...Array(12).fill(running), written) });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  const pauses = await timersOf(run.handle);
  expect(pauses).toHaveLength(12);
  pauses.forEach(({ ms }, looks) => {
    const usual = Math.min(30_000, 2_000 * 1.5 ** looks);
    expect(ms).toBeGreaterThanOrEqual(Math.floor(0.8 * usual));
    expect(ms).toBeLessThanOrEqual(Math.ceil(1.2 * usual));
  });
});

it('looks at once when the platform says that the operation ended, and waits again where it had not', async () => {
  const script = world.script({ ...large(), lookAtBulk: inTurn(running, running, written) });
  const run = await world.sync();
  await until('the run to wait', async () => (await timersOf(run.handle)).length > 0);

  await run.handle.signal(bulkFinishedSignal);
  await script.asked('lookAtBulk', 2);

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });
  expect(await timersOf(run.handle)).toMatchObject([{ ended: 'cancelled' }, { ended: 'fired' }]);
  expect(script.inputs('lookAtBulk')).toHaveLength(3);
});

it('gives an operation up that is not finished in time, and reads pages from the beginning', async () => {
  const script = world.script({ fetchProductPages: inTurn(isLarge(20 * MINUTE), fetched()), lookAtBulk: running });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  const waited = (await timersOf(run.handle)).reduce((sum, { ms }) => sum + ms, 0);
  expect(waited).toBeGreaterThan(19 * MINUTE);
  expect(waited).toBeLessThan(21 * MINUTE);
  expect(script.inputs('cancelBulk')).toMatchObject([{ operationId: 'operation' }]);
  expect(notesOf(script)).toEqual(['it was not finished after 20 minutes']);
  expect(cursorsOf(script)).toEqual([null, null]);
  expect(script.order()).not.toContain('clearBulk');
});

it('waits for its place behind others’ operations, and gives up when it has none in time', async () => {
  const script = world.script({ fetchProductPages: inTurn(isLarge(10 * MINUTE), fetched()), startBulk: busy });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(script.inputs('startBulk').length).toBeGreaterThan(10);
  expect(script.inputs('cancelBulk')).toEqual([]);
  expect(notesOf(script)).toEqual(['the shop had no place for it within 10 minutes']);
});

it('takes its place as soon as there is one', async () => {
  const script = world.script({ ...large(), startBulk: inTurn(busy, busy, started) });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(script.inputs('startBulk')).toHaveLength(3);
  expect(script.inputs('lookAtBulk')).toHaveLength(1);
  expect(notesOf(script)).toEqual([]);
});

it.each<[string, Partial<Fakes>]>([
  ['cannot be started', { startBulk: givenUp('access denied') }],
  ['fails', { lookAtBulk: inTurn<'lookAtBulk'>(running, givenUp('access denied')) }],
  ['has a file that is not whole', { loadBulkLines: givenUp('access denied') }],
])('reads pages and says why when the operation %s', async (_, fakes) => {
  const script = world.script({
    ...large(),
    fetchProductPages: inTurn(isLarge(), fetched('page 2'), fetched()),
    ...fakes,
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed', result: { status: 'completed' } });

  expect(notesOf(script)).toEqual(['access denied']);
  expect(cursorsOf(script)).toEqual([null, null, 'page 2']);
  expect(script.order()).not.toContain('clearBulk');
});

it('loads the file again when the database has lost its lines, and goes on behind what was merged', async () => {
  const lost: Fake<'stageBulkPages'> = () => ({ kind: 'lines_lost' });
  const script = world.script({ ...large(), stageBulkPages: inTurn(staged('bulk line 50'), lost, staged()) });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(script.inputs('startBulk')).toHaveLength(1);
  expect(script.inputs('loadBulkLines')).toHaveLength(2);
  expect(script.inputs('stageBulkPages').map(({ cursor }) => cursor)).toEqual([null, 'bulk line 50', 'bulk line 50']);
});

it('reads pages from the beginning when the file cannot be loaded again', async () => {
  const script = world.script({
    ...large(),
    stageBulkPages: inTurn<'stageBulkPages'>(staged('bulk line 50'), () => ({ kind: 'lines_lost' })),
    loadBulkLines: inTurn<'loadBulkLines'>(loaded, givenUp('its file is gone')),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(notesOf(script)).toEqual(['its file is gone']);
  expect(cursorsOf(script)).toEqual([null, null]);
});

it('I4 finds its operation again after a failed try, and does not start another', async () => {
  const script = world.script({
    ...large(),
    lookAtBulk: inTurn<'lookAtBulk'>(running, fails('store_unreachable'), written),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(notesOf(script)).toEqual(['retry']);
  expect(script.inputs('openRun').map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(script.inputs('startBulk')).toHaveLength(1);
  expect(script.inputs('cancelBulk')).toEqual([]);
});

it('sleeps what the store asks for before it starts the operation, looks at it and loads its file', async () => {
  const asksFor = (minutes: number) => () => ({ kind: 'wait', waitMs: minutes * MINUTE, why: 'busy' }) as const;
  world.script({
    ...large(),
    startBulk: inTurn<'startBulk'>(asksFor(10), started),
    lookAtBulk: inTurn<'lookAtBulk'>(asksFor(15), written),
    loadBulkLines: inTurn<'loadBulkLines'>(asksFor(20), loaded),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });
  expect((await timersOf(run.handle)).map(({ ms }) => ms / MINUTE)).toEqual([10, 15, 20]);
});
