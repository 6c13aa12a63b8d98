// Downloads the Temporal CLI into a folder: `node download-temporal.mjs <folder> <version>`. The SDK downloads
// only to start a server, so one is started and stopped.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [downloadDir, version] = process.argv.slice(2);
try {
  const executable = { type: 'cached-download', downloadDir, version: `v${version}` };
  const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
  await environment.teardown();
} catch (error) {
  console.error(error.message.split('\n')[0]);
  process.exitCode = 1;
}
