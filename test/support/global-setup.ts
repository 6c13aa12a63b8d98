import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../src/database/migrate';
import { bundleWorkflows } from './bundle-workflows';
import { startTestServers, type TestServers } from './servers';
import { offerTemplate } from './test-database';

declare global {
  var testServers: TestServers | undefined;
}

/** Runs once before the integration and end-to-end tests; what they need is handed over by environment variables. */
export default async function globalSetup(): Promise<void> {
  const servers = await startTestServers();
  try {
    const { adminUrl, ownerUrl, databaseUrl } = servers.postgres;
    const [bundle] = await Promise.all([bundleWorkflows(servers.dataDir), migrate(databaseUrl, ownerUrl)]);
    await makeTemplate(adminUrl, new URL(databaseUrl).pathname.slice(1));
    offerTemplate(servers.postgres);
    process.env.TEST_TEMPORAL_ADDRESS = servers.temporal.address;
    process.env.TEST_TEMPORAL_NAMESPACE = servers.temporal.namespace;
    process.env.TEST_WORKFLOW_BUNDLE = bundle;
    process.env.TEST_CRASH_TABLE = join(servers.dataDir, 'crashes.md');
    globalThis.testServers = servers;
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

/** A database with open connections cannot be cloned: nobody may connect to the migrated one any more. */
async function makeTemplate(adminUrl: string, database: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`alter database ${database} with allow_connections false`);
  await admin.end();
}
