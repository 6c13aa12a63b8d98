import { randomUUID } from 'node:crypto';
import { fails, NO_HINTS, NO_SAMPLES } from './support/answers';
import { startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const look = () => world.start('LookAfterWebhooksWorkflow', `look-after-webhooks/${randomUUID()}`, []);

it('tells what it looked after, in less than the minute until the next look', async () => {
  const script = world.script({ lookAfterHints: () => ({ ...NO_HINTS, stores: 2, rung: 1 }) });

  expect(await (await look()).end()).toEqual({
    status: 'completed',
    result: expect.objectContaining({ hints: { ...NO_HINTS, stores: 2, rung: 1 } }),
  });
  expect(script.inputs('lookAfterHints')).toEqual([{ forMs: 40_000 }]);
});

it('takes samples beside, whatever becomes of the hints', async () => {
  const script = world.script({
    lookAfterHints: fails('internal'),
    takeSamples: () => ({ ...NO_SAMPLES, due: 1, taken: 1 }),
  });

  expect(await (await look()).end()).toMatchObject({ status: 'failed', type: 'webhooks_left' });
  expect(script.inputs('takeSamples')).toEqual([{ forMs: 40_000 }]);
});

it('fails where a part could not be looked after, and says which', async () => {
  world.script({ lookAfterHints: fails('internal') });

  expect(await (await look()).end()).toMatchObject({
    status: 'failed',
    type: 'webhooks_left',
    message: expect.stringContaining('hints'),
  });
});
