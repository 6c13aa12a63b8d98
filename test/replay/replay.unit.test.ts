import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import { historyFile, savedScenarios } from './saved-histories';
import { SCENARIOS } from './scenarios';

const WORKFLOWS = join(__dirname, '../../src/workflows/index.ts');
const names = savedScenarios();

interface Saved {
  workflowId: string;
  history: { events: { workflowExecutionStartedEventAttributes?: { workflowType: { name: string } } }[] };
}

const saved = (name: string): Saved => JSON.parse(readFileSync(historyFile(name), 'utf8'));

let workflowBundle: WorkflowBundle;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  workflowBundle = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: new DefaultLogger('ERROR') });
});

const replay = ({ workflowId, history }: Saved) =>
  Worker.runReplayHistory({ workflowBundle, replayName: workflowId }, history, workflowId);

it.each(names)('a run in flight goes on with these workflows: %s', async (name) => {
  await replay(saved(name));
});

it('notices a workflow that would go another way than a run did', async () => {
  const tampered = saved('sync-products.completed');
  tampered.history = JSON.parse(JSON.stringify(tampered.history).replaceAll('findMissing', 'findNothing'));

  await expect(replay(tampered)).rejects.toThrow(/Nondeterminism|TMPRL1100/);
});

it('has a history of every scenario', () => {
  expect([...names].sort()).toEqual(Object.keys(SCENARIOS).sort());
});

/** Of the products that the scenarios make: their titles and prices. */
const PRODUCT_DATA = /"P\d+"|"Odd"|"5\.00"|"title":|"price":|"regular_price":/;

it.each(names)('I10 has no product data in %s', (name) => {
  const { history } = saved(name);
  const readable = JSON.stringify(history, (key, value) =>
    key === 'data' && typeof value === 'string' ? JSON.parse(textOf(value)) : value,
  );

  expect(PRODUCT_DATA.exec(readable)).toBeNull();
});

const textOf = (payload: string) => Buffer.from(payload, 'base64').toString() || 'null';
