import { Context } from '@temporalio/activity';
import { pauseSignal } from '../../src/workflows/messages';
import { until } from '../support/until';
import { asksToWait, closedAs, fails, failsForNow, fetched, HOUR, hangs, inTurn, isLarge } from './support/answers';
import { knowsTheEndOf, scheduledBy, timersOf } from './support/history';
import type { Fakes, Script } from './support/script';
import { type Execution, startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const AS_CANCELLED = { end: { kind: 'ended', status: 'cancelled', error: null } };

/** The run ended as cancelled, and said so in its row, last of all and once. */
async function expectCancelled(script: Script, run: Execution): Promise<void> {
  expect(await run.end()).toEqual({ status: 'cancelled' });
  expect(script.inputs('closeRun')).toMatchObject([AS_CANCELLED]);
  expect(script.order().at(-1)).toBe('closeRun');
}

const threeAreMissing = () => ({ kind: 'found', whole: true, empty: false, missing: 3 }) as const;

it.each<[string, Partial<Fakes>, keyof Fakes]>([
  ['opens', { openRun: hangs }, 'openRun'],
  ['reads its first batch', { fetchProductPages: hangs }, 'fetchProductPages'],
  ['merges its last batch', { upsertProductPages: hangs }, 'upsertProductPages'],
  ['looks for missing products', { findMissing: hangs }, 'findMissing'],
  ['asks the store about them', { findMissing: threeAreMissing, confirmMissing: hangs }, 'confirmMissing'],
  ['switches them off', { findMissing: threeAreMissing, deactivateMissing: hangs }, 'deactivateMissing'],
  ['starts a bulk operation', { fetchProductPages: isLarge(), startBulk: hangs }, 'startBulk'],
  ['loads a bulk file', { fetchProductPages: isLarge(), loadBulkLines: hangs }, 'loadBulkLines'],
  ['stages a bulk file', { fetchProductPages: isLarge(), stageBulkPages: hangs }, 'stageBulkPages'],
])('I2 cancels a run that %s', async (_, fakes, step) => {
  const script = world.script(fakes);
  const run = await world.sync();
  await script.asked(step);

  await run.handle.cancel();

  await expectCancelled(script, run);
  expect(script.order().at(-2)).toBe(step);
  // A run that has not opened does not know yet which search attributes the namespace has.
  expect(await run.runStatus()).toBe(step === 'openRun' ? undefined : 'cancelled');
});

it('cancels a refresh', async () => {
  const script = world.script({ refreshProducts: hangs });
  const run = await world.sync({ mode: 'refresh', externalIds: ['1'] });
  await script.asked('refreshProducts');

  await run.handle.cancel();

  await expectCancelled(script, run);
});

it('I2 closes a cancelled run only when the merge and the fetch ahead have both ended', async () => {
  const scheduled: string[][] = [];
  const script: Script = world.script({
    // Needs a moment to stop: by then the workflow knows that the merge has stopped.
    fetchProductPages: inTurn(fetched('page 2'), async ({ run: { storeId } }) => {
      await Context.current().cancelled.catch(() => {});
      const handle = world.find(`sync-products/woocommerce/${storeId}`);
      await until('the workflow to learn of the merge’s end', () => knowsTheEndOf(handle, 'upsertProductPages'));
      scheduled.push(await scheduledBy(handle));
      return hangs();
    }),
    upsertProductPages: hangs,
  });
  const run = await world.sync();
  await script.asked('fetchProductPages', 2);
  await script.asked('upsertProductPages');

  await run.handle.cancel();

  await expectCancelled(script, run);
  expect(scheduled).toEqual([['openRun', 'fetchProductPages', 'upsertProductPages', 'fetchProductPages']]);
});

it('lets the step in hand finish its piece, and does nothing more', async () => {
  const script = world.script({
    findMissing: threeAreMissing,
    deactivateMissing: async ({ run: { storeId } }) => {
      await world.find(`sync-products/woocommerce/${storeId}`).cancel();
      await Context.current().cancelled.catch(() => {});
      return { kind: 'deactivated', deactivated: 1, stale: 2 };
    },
  });
  const run = await world.sync();

  await expectCancelled(script, run);
  expect(script.inputs('confirmMissing')).toHaveLength(1);
});

it('is cancelled, and not failed, when the step in hand fails after that', async () => {
  const script = world.script({
    upsertProductPages: async ({ run: { storeId } }) => {
      await world.find(`sync-products/woocommerce/${storeId}`).cancel();
      await Context.current().cancelled.catch(() => {});
      return fails('store_credentials_rejected')();
    },
  });
  const run = await world.sync();

  await expectCancelled(script, run);
  expect(script.inputs('upsertProductPages')).toHaveLength(1);
  expect(script.inputs('noteRun')).toEqual([]);
});

it.each<[string, Partial<Fakes>, keyof Fakes]>([
  ['for its retry', { fetchProductPages: fails('store_unreachable') }, 'noteRun'],
  ['because the store asked for it', { fetchProductPages: asksToWait(HOUR) }, 'fetchProductPages'],
])('cancels a run that waits %s', async (_, fakes, step) => {
  const script = world.script(fakes);
  const run = await world.sync();
  await script.asked(step);
  await until('the run to wait', async () => (await timersOf(run.handle)).length > 0);

  await run.handle.cancel();

  await expectCancelled(script, run);
  expect(await timersOf(run.handle)).toMatchObject([{ ended: 'cancelled' }]);
  expect(await run.runStatus()).toBe('cancelled');
});

it('cancels a paused run', async () => {
  const script = world.script({
    fetchProductPages: inTurn(async (input) => {
      await world.find(`sync-products/woocommerce/${input.run.storeId}`).signal(pauseSignal);
      return fetched('page 2')(input);
    }, fetched()),
  });
  const run = await world.sync();
  await until('the run to be paused', () => knowsTheEndOf(run.handle, 'noteRun'));

  await run.handle.cancel();

  await expectCancelled(script, run);
  expect(script.inputs('noteRun')).toHaveLength(1);
});

it.each([
  ['gives the store’s bulk operation back when it is cancelled', true],
  ['leaves the operations of others alone when it is cancelled while it waits for its place', false],
])('%s', async (_, isOurs) => {
  const script = world.script({
    fetchProductPages: isLarge(),
    startBulk: () =>
      isOurs
        ? { kind: 'started', operationId: 'operation', observation: 7, requests: 1 }
        : { kind: 'busy', requests: 1 },
    lookAtBulk: () => ({ kind: 'running', requests: 1 }),
  });
  const run = await world.sync();
  await until('the run to wait', async () => (await timersOf(run.handle)).length > 0);

  await run.handle.cancel();

  await expectCancelled(script, run);
  expect(script.inputs('cancelBulk')).toMatchObject(isOurs ? [{ operationId: 'operation' }] : []);
});

it('stays completed when it was cancelled while it closed its row', async () => {
  const script = world.script({
    closeRun: async ({ run: { storeId } }) => {
      await world.find(`sync-products/woocommerce/${storeId}`).cancel();
      await Context.current().cancelled.catch(() => {});
      return closedAs('completed');
    },
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed', result: { status: 'completed' } });
  expect(script.inputs('closeRun')).toHaveLength(1);
});

it('closes its row as cancelled when it was cancelled before it could close it', async () => {
  const script = world.script({ closeRun: inTurn(hangs, () => closedAs('cancelled')) });
  const run = await world.sync();
  await script.asked('closeRun');

  await run.handle.cancel();

  expect(await run.end()).toEqual({ status: 'cancelled' });
  expect(script.inputs('closeRun')).toMatchObject([{ end: { kind: 'read' } }, AS_CANCELLED]);
});

it('closes its row however long the database is away, and a second cancel does not keep it from that', async () => {
  const isAway = failsForNow('database_unavailable');
  const script = world.script({
    fetchProductPages: hangs,
    closeRun: inTurn(
      async (input) => {
        await world.find(`sync-products/woocommerce/${input.run.storeId}`).cancel();
        return isAway();
      },
      ...Array(30).fill(isAway),
      () => closedAs('cancelled'),
    ),
  });
  const run = await world.sync();
  await script.asked('fetchProductPages');
  await run.handle.cancel();

  expect(await run.endInSkippedTime()).toEqual({ status: 'cancelled' });
  expect(script.inputs('closeRun')).toHaveLength(32);
});
