import { pauseSignal, supersedeSignal } from '../../src/workflows/messages';
import { freshState } from '../../src/workflows/steps/run-state';
import { asksToWait, fetched, HOUR, hangs, inTurn } from './support/answers';
import type { Fakes, Script } from './support/script';
import { type Execution, startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const SUPERSEDED = { kind: 'ended', status: 'cancelled', error: { type: 'superseded' } };

const lesser = () => world.sync({ mode: 'incremental' });

async function takePlaceOf({ handle, runId }: Execution): Promise<void> {
  await handle.signal(supersedeSignal, { runId });
  await handle.cancel();
}

const endsOf = (script: Script) => script.inputs('closeRun').map(({ end }) => end);

it.each<[string, Partial<Fakes>, (script: Script) => Promise<unknown>]>([
  ['reads', { fetchProductPages: hangs }, (script) => script.asked('fetchProductPages')],
  ['asks what went', { findGone: hangs }, (script) => script.asked('findGone')],
  [
    'has the wait that the store asked for',
    { fetchProductPages: asksToWait(HOUR) },
    (script) => script.asked('noteRun'),
  ],
  [
    'waits behind its pages for what the store says went',
    { findGone: inTurn<'findGone'>(() => ({ kind: 'wait', waitMs: HOUR, why: 'Busy' }), hangs) },
    (script) => script.asked('noteRun'),
  ],
])('a lesser run gives its place to a full one while it %s: cancelled, and it says why', async (_, fakes, isThere) => {
  const script = world.script(fakes);
  const run = await lesser();
  await isThere(script);

  await takePlaceOf(run);

  expect(await run.end()).toEqual({ status: 'cancelled' });
  expect(endsOf(script)).toMatchObject([SUPERSEDED]);
});

it('gives its place while somebody has it paused, too', async () => {
  const script = world.script();
  const run = await lesser();
  await run.handle.signal(pauseSignal, { runId: run.runId });
  await script.asked('noteRun');

  await takePlaceOf(run);

  expect(await run.end()).toEqual({ status: 'cancelled' });
  expect(endsOf(script)).toMatchObject([SUPERSEDED]);
});

it('knows after continue-as-new that it was told before', async () => {
  const script = world.script({ fetchProductPages: hangs });
  const [tenantId, storeId] = ['tenant', 'told-before'];
  const input = {
    tenantId,
    storeId,
    platform: 'woocommerce',
    mode: 'incremental',
    trigger: 'schedule',
    storeName: 'S',
  };
  const run = await world.start('SyncProductsWorkflow', `sync-products/woocommerce/${storeId}`, [
    input,
    { ...freshState(), isSuperseded: true },
  ]);
  await script.asked('fetchProductPages');

  await run.handle.cancel();

  expect(await run.end()).toEqual({ status: 'cancelled' });
  expect(endsOf(script)).toMatchObject([SUPERSEDED]);
});

it('is not moved by a word for another run, and a cancel alone is no replacement', async () => {
  const script = world.script({ fetchProductPages: hangs });
  const run = await lesser();
  await script.asked('fetchProductPages');
  await run.handle.signal(supersedeSignal, { runId: '00000000-0000-4000-8000-000000000000' });

  await run.handle.cancel();

  expect(await run.end()).toEqual({ status: 'cancelled' });
  expect(endsOf(script)).toMatchObject([{ kind: 'ended', status: 'cancelled', error: null }]);
});

it('ends as it would when the word comes too late to stop it', async () => {
  const script = world.script({ fetchProductPages: fetched() });
  const run = await lesser();
  await run.handle.signal(supersedeSignal, { runId: run.runId });

  expect(await run.end()).toMatchObject({ status: 'completed' });
  expect(endsOf(script)).toMatchObject([{ kind: 'read' }]);
});
