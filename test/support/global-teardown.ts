import { existsSync, readFileSync } from 'node:fs';
import './global-setup';
import { environmentVariable } from './environment-variable';
import { refuseSecretsInHistories } from './secrets/planted';

export default async function globalTeardown(): Promise<void> {
  showCrashes();
  try {
    await lookThroughHistories();
  } finally {
    await globalThis.testServers?.stop();
  }
}

/** The run fails where one holds a credential (I8). */
async function lookThroughHistories(): Promise<void> {
  const startedAt = performance.now();
  const histories = await refuseSecretsInHistories(environmentVariable('TEST_TEMPORAL_ADDRESS'));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`No credential stands in the ${histories} histories of these tests (looked through in ${seconds} s).`);
}

const CRASH_TABLE = `
| crashed | times in a row | status | updated | deactivated | log entries | requests more than undisturbed |
| --- | ---: | --- | ---: | ---: | ---: | ---: |
`;

/** What the crash tests lived through, if they were among the tests. */
function showCrashes(): void {
  const file = environmentVariable('TEST_CRASH_TABLE');
  if (existsSync(file)) console.log(CRASH_TABLE + readFileSync(file, 'utf8'));
}
