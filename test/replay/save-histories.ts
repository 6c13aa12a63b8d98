import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import globalSetup from '../support/global-setup';
import globalTeardown from '../support/global-teardown';
import { startSyncWorld } from '../support/sync-world';
import { HISTORIES, historyFile } from './saved-histories';
import { SCENARIOS } from './scenarios';

/**
 * `npm run save-histories`: plays every scenario and keeps its history, for the replay test. Save anew only what a
 * change on purpose made wrong, and only when no run of the older version can be in flight any more.
 */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const names = Object.keys(SCENARIOS).filter((name) => wanted.length === 0 || wanted.includes(name));
  if (names.length < wanted.length) throw new Error(`There is no such scenario; there are: ${Object.keys(SCENARIOS)}`);
  await globalSetup();
  try {
    if (wanted.length === 0) rmSync(HISTORIES, { recursive: true, force: true });
    for (const name of names) {
      // A world each: a sweep takes the stores of its world, and the retry of a run is everybody's patience.
      const world = await startSyncWorld({ patience: patienceOf(name), deliveries: true });
      const { workflowId, runId } = await (SCENARIOS[name] as (typeof SCENARIOS)[string])(world);
      const history = await world.client((client) => client.workflow.getHandle(workflowId, runId).fetchHistory());
      const text = JSON.stringify({ workflowId, history: JSON.parse(historyToJSON(history), withoutMachine) });
      mkdirSync(dirname(historyFile(name)), { recursive: true });
      writeFileSync(historyFile(name), `${text}\n`);
      console.log(`${name}: ${history.events?.length} events, ${Math.round(text.length / 1024)} kB`);
      await world.close();
    }
  } finally {
    await globalTeardown();
  }
}

/** Only the approval that is to expire must not be waited for. */
const patienceOf = (scenario: string) => ({
  runRetryDelays: [100],
  ...(scenario === 'approve-deactivation.expired' && { approvalMs: 500 }),
});

/** Stack traces and identities tell of the machine that made them, and replay needs neither. */
const withoutMachine = (key: string, value: unknown) => (key === 'stackTrace' || key === 'identity' ? '' : value);

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
