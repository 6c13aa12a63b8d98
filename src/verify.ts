import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { eq } from 'drizzle-orm';
import { listDifferences } from './catalog/differences/run-differences';
import { connectDatabase, type Database } from './database/database';
import { databaseAdvice } from './database/postgres-error';
import { stores } from './database/tables/stores';
import { isUuid } from './database/uuid';
import { cliActor } from './logs/cli-actor';
import { runProgram } from './process/run-program';
import { readSettings } from './process/settings';
import { type RunView, readRun } from './runs/list-runs';
import { askForRun, startRun } from './runs/start-run';
import { getStore } from './stores/read-stores';
import type { Store } from './stores/store';
import { connectClient, type TemporalClient } from './temporal/connect-client';
import { temporalAdvice } from './temporal/unavailable';

const USAGE = 'npm run verify -- --store <store id>';
/** The exit code says it to scripts. */
const EXIT = { equal: 0, differs: 1, failed: 2 } as const;
const SHOWN = 200;
const LOOK_MS = 500;

/** A worker that is there takes a run within seconds, unless all of its places are taken. */
const TAKEN_WITHIN_MS = 5_000;

/**
 * `npm run verify -- --store <id>`: reads the store whole by a dry run and says where the catalogue is not equal to it.
 * Exit code 0: equal; 1: it differs, or the listing was not whole; 2: it could not be found out.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { store: { type: 'string' } } });
  if (values.store === undefined || !isUuid(values.store)) throw new Error(`Name a store by its id: ${USAGE}`);
  const { databaseUrl } = readSettings(['databaseUrl']);
  const database = connectDatabase(databaseUrl, { connections: 2 });
  const temporal = connectClient({ warn: (message) => console.error(message) });
  try {
    const store = await storeToVerify(database, values.store);
    const run = await ended(database, store.tenantId, await started(database, temporal, store));
    process.exitCode = await report(database, store.tenantId, run);
  } finally {
    await temporal.close();
    await database.close();
  }
}

async function storeToVerify(database: Database, storeId: string): Promise<Store> {
  const [row] = await database.withSystem(({ db }) =>
    db.select({ tenantId: stores.tenantId }).from(stores).where(eq(stores.id, storeId)),
  );
  const store = row && (await database.withTenant(row.tenantId, (sql) => getStore(sql, storeId)));
  if (!store) throw new Error(`There is no store ${storeId}: GET /v1/stores lists a tenant's.`);
  if (store.status === 'disconnected') throw new Error(`Store ${storeId} is disconnected: connect it again first.`);
  return store;
}

async function started(database: Database, temporal: TemporalClient, store: Store): Promise<string> {
  const asked = await database.withTenant(store.tenantId, (sql) =>
    askForRun(sql, store, { action: 'store_verified', actor: cliActor() }),
  );
  const run = await startRun({ database, temporal }, store, { mode: 'full', dryRun: true, trigger: 'cli' }, asked);
  if (run.kind === 'last_one_ending') {
    throw new Error('The last dry run is over, but no worker has ended its workflow yet: start a worker, and repeat.');
  }
  console.log(`Reading ${store.name} (${store.platform}), run ${run.runId}`);
  return run.runId;
}

async function ended(database: Database, tenantId: string, runId: string): Promise<RunView> {
  const askForWorker = (): void => console.error('  No worker has taken it yet: is one running?');
  const noWorker = setTimeout(askForWorker, TAKEN_WITHIN_MS).unref();
  for (let shown = ''; ; await wait(LOOK_MS)) {
    const run = await database.withTenant(tenantId, (sql) => readRun(sql, runId));
    if (run === null) throw new Error(`Run ${runId} is gone`);
    if (run.status !== 'queued') clearTimeout(noWorker);
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

runProgram(main, { advice: [databaseAdvice, temporalAdvice], exitCodeOf: () => EXIT.failed });
