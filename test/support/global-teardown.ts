import { existsSync, readFileSync } from 'node:fs';
import './global-setup';
import { environmentVariable } from './environment-variable';

export default async function globalTeardown(): Promise<void> {
  showCrashes();
  await globalThis.testServers?.stop();
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
