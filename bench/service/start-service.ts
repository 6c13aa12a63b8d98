import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { ChildProgram } from '../../local/servers/child-program';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { waitUntilReady } from '../../local/servers/wait-until-ready';
import { connectDatabase, type Database } from '../../src/database/database';
import { migrate } from '../../src/database/migrate';
import type { RunMode } from '../../src/model/run';
import { platforms } from '../../src/platforms/platforms';
import { type RunView, readRun } from '../../src/runs/list-runs';
import { connectStore } from '../../src/stores/connect-store';
import { createSealer, type Sealer } from '../../src/stores/sealed-credentials';
import type { Store } from '../../src/stores/store';
import { connectClient, type TemporalClient } from '../../src/temporal/connect-client';
import { startSync } from '../../src/temporal/start-sync';
import { createTenant } from '../../src/tenants/create-tenant';
import type { Servers } from '../servers/start-servers';

/** The service as it runs in production: the worker is the built program in its own process, with all checks on. */
export interface Service {
  workerPid(): number;
  /** A fresh process, for what looks at its memory. */
  restartWorker(): Promise<void>;
  database: Database;
  temporal: TemporalClient;
  /** Without the deadline of the programs' client: waits for runs. */
  patient: Client;
  sealer: Sealer;
  surroundings: { allowPrivateStores: true; storePorts: number[]; shopifyOriginTemplate: string };
  /** The environment of the programs. */
  env: NodeJS.ProcessEnv;
  newTenant(name: string): Promise<{ id: string; key: string }>;
  connect(platform: Store['platform'], credentials: unknown, tenantId: string): Promise<Store>;
  /** Starts a sync, a full one unless told, and waits for its end. Throws when it does not end as `completed`. */
  sync(store: Store, mode?: RunMode): Promise<FinishedSync>;
  stop(): Promise<void>;
}

export interface FinishedSync {
  seconds: number;
  workflowId: string;
  runId: string;
  run: RunView;
}

const READY_WITHIN_MS = 30_000;
const GRACE_MS = 20_000;

export async function startService(servers: Servers, shopifyOriginTemplate: string): Promise<Service> {
  const { databaseUrl } = servers.postgres;
  await migrate(databaseUrl, servers.postgres.ownerUrl);
  const key = randomBytes(32);
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: servers.temporal.address,
    TEMPORAL_NAMESPACE: servers.temporal.namespace,
    CREDENTIALS_KEY: key.toString('base64'),
    OPERATOR_KEY: 'the key of the bench',
    ALLOW_PRIVATE_STORES: 'true',
    SHOPIFY_ORIGIN_TEMPLATE: shopifyOriginTemplate,
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'info',
  };
  Object.assign(process.env, { TEMPORAL_ADDRESS: env.TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: env.TEMPORAL_NAMESPACE });

  let worker = await startWorker(servers, env);
  const database = connectDatabase(databaseUrl);
  const temporal = connectClient({ warn: console.warn });
  const connection = await Connection.connect({ address: servers.temporal.address });
  const patient = new Client({ connection, namespace: servers.temporal.namespace });
  const surroundings = { allowPrivateStores: true as const, storePorts: [443], shopifyOriginTemplate };
  const sealer = createSealer([key]);

  return {
    workerPid: () => worker.pid() ?? 0,
    async restartWorker() {
      await worker.stop(GRACE_MS);
      worker = await startWorker(servers, env);
    },
    database,
    temporal,
    patient,
    sealer,
    surroundings,
    env,
    async newTenant(name) {
      const created = await database.withSystem((sql) => createTenant(sql, { name }));
      if (created.kind !== 'created') throw new Error(`tenant ${name}: ${created.kind}`);
      return { id: created.tenant.id, key: created.apiKey.key };
    },
    async connect(platform, credentials, tenantId) {
      const outcome = await connectStore(
        { database, sealer, platforms, surroundings },
        { tenantId, platform, credentials },
      );
      if (outcome.kind !== 'connected') throw new Error(`${outcome.kind}: ${outcome.detail}`);
      return outcome.store;
    },
    async sync({ tenantId, id: storeId, platform, name: storeName }, mode = 'full') {
      const startedAt = performance.now();
      const started = await startSync(temporal, {
        ...{ tenantId, storeId, platform, storeName },
        mode,
        trigger: 'api',
      });
      const { workflowId, runId } = started;
      await patient.workflow.getHandle(workflowId, undefined, { firstExecutionRunId: runId }).result();
      const seconds = (performance.now() - startedAt) / 1000;
      const run = await database.withTenant(tenantId, (sql) => readRun(sql, runId));
      if (run?.status !== 'completed') throw new Error(`the sync of ${storeName} ended ${run?.status}: ${run?.error}`);
      return { seconds, workflowId, runId, run };
    },
    async stop() {
      await worker.stop(GRACE_MS);
      await Promise.all([database.close(), temporal.close(), connection.close()]);
    },
  };
}

async function startWorker(servers: Servers, env: NodeJS.ProcessEnv): Promise<ChildProgram> {
  const worker = servers.start({
    name: 'The worker',
    command: process.execPath,
    args: [join(PROJECT_ROOT, 'dist/src/worker.js')],
    env,
    logFile: join(servers.dataDir, 'logs/worker.log'),
    stopSignal: 'SIGTERM',
  });
  await waitUntilReady(worker, READY_WITHIN_MS, async () => {
    if (!worker.lastLines(20).includes('worker ready')) throw new Error('not ready yet');
  });
  return worker;
}
