import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import { SCENARIOS } from './scenarios';

const FOLDER = join(__dirname, 'histories');
const WORKFLOWS = join(__dirname, '../../src/workflows/index.ts');
const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

interface Saved {
  workflowId: string;
  history: { events: { workflowExecutionStartedEventAttributes?: { workflowType: { name: string } } }[] };
}

const saved = (name: string): Saved => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));

let workflowBundle: WorkflowBundle;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  workflowBundle = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: new DefaultLogger('ERROR') });
}, 60_000);

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

it('has a history of every workflow, and of every scenario', () => {
  const exported = [...readFileSync(WORKFLOWS, 'utf8').matchAll(/export \{ (\w+) \}/g)].map(([, name]) => name);
  const kept = names.map(
    (name) => saved(name).history.events[0]?.workflowExecutionStartedEventAttributes?.workflowType.name,
  );

  expect(exported.filter((workflow) => !kept.includes(workflow))).toEqual([]);
  expect([...names].sort()).toEqual(Object.keys(SCENARIOS).sort());
});
