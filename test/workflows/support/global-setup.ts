import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeSkippingServer } from '../../../local/servers/tools';
import { bundleWorkflows } from '../../support/bundle-workflows';

declare global {
  var workflowTestFolder: string | undefined;
}

/** Runs once before the workflow tests. On a machine without the server it only says why they are skipped. */
export default async function globalSetup(): Promise<void> {
  const server = timeSkippingServer();
  if ('missing' in server) {
    console.warn(`The workflow tests are skipped: there is no time-skipping server here, because ${server.missing}.`);
    return;
  }
  globalThis.workflowTestFolder = mkdtempSync(join(tmpdir(), 'catalog-sync-test-'));
  process.env.TEST_TIME_SKIPPING_SERVER = server.path;
  process.env.TEST_TIME_SKIPPING_BUNDLE = await bundleWorkflows(globalThis.workflowTestFolder);
}
