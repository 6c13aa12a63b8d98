import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { TASK_QUEUE } from '../../src/model/workflow-ids';
import { useOwnNamespace } from '../support/own-namespace';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { testTemporal } from '../support/temporal';
import { until } from '../support/until';

let world: SyncWorld;
beforeAll(async () => {
  await useOwnNamespace();
  world = await startSyncWorld({ taskQueue: TASK_QUEUE, withoutWorker: true });
});
afterAll(() => world.close());

/** The built worker, and what it printed so far. */
function startWorker() {
  const { address, namespace } = testTemporal();
  const worker = spawn(process.execPath, [join(PROJECT_ROOT, 'dist/src/worker.js')], {
    env: {
      PATH: process.env.PATH,
      ...world.workerEnvironment,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
    },
  });
  let printed = '';
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return { worker, ended: once(worker, 'close').then(([code]) => ({ code, printed })) };
}

it('I4 a worker ends with 0 at SIGTERM though a merge waits for a lock, and another one goes on with it', async () => {
  const { store } = await world.wooCommerce({ products: 120 });
  const other = new Client({ connectionString: world.databaseUrl });
  await other.connect();
  await other.query('begin');
  await other.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [store.id]);
  const { worker, ended } = startWorker();
  const started = await world.start(store);
  await until('the merge to wait', async () => {
    if (worker.exitCode !== null) throw new Error(`it ended: ${(await ended).printed}`);
    const { rowCount } = await other.query(`select from pg_locks where locktype = 'advisory' and not granted
       and database = (select oid from pg_database where datname = current_database())`);
    return rowCount !== 0;
  });

  worker.kill('SIGTERM');

  expect(await ended).toMatchObject({ code: 0, printed: expect.stringContaining('the worker ends with work in hand') });
  await other.end();
  await world.startWorker();
  expect(await world.ended(store, started)).toMatchObject({ status: 'completed', products: { created: 120 } });
});
