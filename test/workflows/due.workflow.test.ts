import { randomUUID } from 'node:crypto';
import { isLongAfter } from '../../src/workflows/sync-due-stores';
import { fails, NOTHING_DUE } from './support/answers';
import { startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const sweep = () => world.start('SyncDueStoresWorkflow', `sync-due-stores/${randomUUID()}`, []);

it('attends to each platform in a step of its own, and tells what came of it and when it began', async () => {
  const script = world.script({ attendDueStores: ({ platform }) => ({ ...NOTHING_DUE, due: platform.length }) });

  expect(await (await sweep()).end()).toEqual({
    status: 'completed',
    result: {
      began_at: expect.stringMatching(/^20.*Z$/),
      platforms: { woocommerce: { ...NOTHING_DUE, due: 11 }, shopify: { ...NOTHING_DUE, due: 7 } },
    },
  });
  const asked = script.inputs('attendDueStores');
  expect(asked.map(({ platform }) => platform).sort()).toEqual(['shopify', 'woocommerce']);
  expect(asked[0]).toMatchObject({ wasDown: false, forMs: 240_000 });
});

it('fails where a platform’s stores could not be attended to, behind those of the others', async () => {
  const script = world.script({
    attendDueStores: ({ platform }) => {
      return platform === 'shopify' ? fails('internal')() : NOTHING_DUE;
    },
  });

  expect(await (await sweep()).end()).toMatchObject({
    status: 'failed',
    type: 'due_stores_left',
    message: expect.stringContaining('shopify'),
  });
  expect(script.inputs('attendDueStores')).toHaveLength(2);
});

it('takes a long time without a sweep for a time down, and its first one for none', () => {
  const last = { began_at: '2026-11-28T12:00:00.000Z', platforms: {} };
  const after = (minutes: number) => Date.parse(last.began_at) + minutes * 60_000;
  expect(isLongAfter(last, after(5))).toBe(false);
  expect(isLongAfter(last, after(15))).toBe(false);
  expect(isLongAfter(last, after(60))).toBe(true);
  expect(isLongAfter(undefined, after(60))).toBe(false);
});
