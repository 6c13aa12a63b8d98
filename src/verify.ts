import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { eq } from 'drizzle-orm';
import { listDifferences } from './catalog/differences/list-differences';
import { connectDatabase, type Database } from './database/database';
import { stores } from './database/tables/stores';
import { isUuid } from './database/uuid';
import type { SyncProductsInput } from './model/workflow-inputs';
import { reasonOf } from './process/reason-of';
import { readSettings } from './process/settings';
import { type RunView, readRun } from './runs/list-runs';
import { queueRun } from './runs/queue-run';
import { connectClient, type TemporalClient } from './temporal/connect-client';
import { startSync } from './temporal/start-sync';

const USAGE = 'npm run verify -- --store <store id>';
/** The exit code says it to scripts. */
const EXIT = { equal: 0, differs: 1, failed: 2 } as const;
const SHOWN = 200;
const LOOK_MS = 500;

/**
 * `npm run verify -- --store <id>`: reads the store whole by a dry run and says where the catalogue is not equal to it.
 * Exit code 0: equal; 1: it differs, or the listing was not whole; 2: it could not be found out.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { store: { type: 'string' } } });
  if (values.store === undefined || !isUuid(values.store)) throw new Error(`Name a store by its id: ${USAGE}`);
  const { databaseUrl } = readSettings(['databaseUrl']);
  const database = connectDatabase(databaseUrl, { connections: 2 });
  const temporal = connectClient({ warn: (message) => console.error(message) });
  try {
    const input = await dryRunOf(database, values.store);
    const run = await ended(database, input.tenantId, await started(database, temporal, input));
    return await report(database, input.tenantId, run);
  } finally {
    await temporal.close();
    await database.close();
  }
}

async function dryRunOf(database: Database, storeId: string): Promise<SyncProductsInput> {
  const { tenantId, platform, name: storeName, status } = stores;
  const [store] = await database.withSystem(({ db }) =>
    db.select({ tenantId, platform, storeName, status }).from(stores).where(eq(stores.id, storeId)),
  );
  if (store === undefined) throw new Error(`There is no store ${storeId}: GET /v1/stores lists a tenant's.`);
  if (store.status === 'disconnected') throw new Error(`Store ${storeId} is disconnected: connect it again first.`);
  const { status: _, ...named } = store;
  return { ...named, storeId, mode: 'full', dryRun: true, trigger: 'cli' };
}

async function started(database: Database, temporal: TemporalClient, input: SyncProductsInput): Promise<string> {
  const { workflowId, runId } = await startSync(temporal, input);
  await database.withTenant(input.tenantId, (sql) => queueRun(sql, { id: runId, workflowId, input }));
  console.log(`Reading ${input.storeName} (${input.platform}), run ${runId}`);
  return runId;
}

async function ended(database: Database, tenantId: string, runId: string): Promise<RunView> {
  for (let shown = ''; ; await wait(LOOK_MS)) {
    const run = await database.withTenant(tenantId, (sql) => readRun(sql, runId));
    if (run === null) throw new Error(`Run ${runId} is gone`);
    const { seen, announced } = run.products;
    const progress = `  ${run.phase}: ${seen} of ${announced ?? '?'} products`;
    if (progress !== shown) console.log(progress);
    shown = progress;
    if (run.finished_at !== null) return run;
  }
}

async function report(database: Database, tenantId: string, run: RunView): Promise<number> {
  const { items, next } = await database.withTenant(tenantId, (sql) =>
    listDifferences(sql, { runId: run.id, limit: SHOWN, after: null }),
  );
  for (const { kind, external_id, title, fields } of items) {
    const where = fields.map(({ field, before, after }) => `${field} ${shortened(before)} → ${shortened(after)}`);
    console.log(`${kind.padEnd(11)} ${external_id}  ${title}${where.length > 0 ? `: ${where.join(', ')}` : ''}`);
  }
  if (next !== null) console.log(`… and more: GET /v1/sync-runs/${run.id}/differences lists them all.`);
  const { created, updated, reactivated, deactivated, rejected, seen } = run.products;
  if (run.status === 'failed' || run.status === 'cancelled') {
    console.error(`The run ended ${run.status}: ${run.error?.message ?? 'see the log of the worker'}`);
    return EXIT.failed;
  }
  const differing = created + updated + reactivated + deactivated;
  console.log(`${seen} products read: ${differing} differ, ${rejected} could not be read; the run is ${run.status}.`);
  return differing + items.length === 0 && run.status === 'completed' ? EXIT.equal : EXIT.differs;
}

/** A description may be pages long. */
function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(reasonOf(error));
    process.exitCode = EXIT.failed;
  },
);
