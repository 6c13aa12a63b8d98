import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { listAuditLogs } from '../../src/logs/list-audit-logs';
import { TASK_QUEUE } from '../../src/model/workflow-ids';
import { useOwnNamespace } from '../support/own-namespace';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';

let world: SyncWorld;
beforeAll(async () => {
  await useOwnNamespace();
  world = await startSyncWorld({ taskQueue: TASK_QUEUE });
});
afterAll(() => world.close());

async function verify(
  args: string[],
  whenTold = (_output: string): void => {},
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'dist/src/verify.js'), ...args], {
    env: { ...process.env, DATABASE_URL: world.databaseUrl },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      whenTold(output);
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

it('says with 0 that the catalogue equals the store, and with 1 where it does not', async () => {
  const { shop, store } = await world.wooCommerce({ products: [{ id: '1', name: 'A', regular_price: '5.00' }] });
  await world.sync(store);
  expect(await verify(['--store', store.id])).toEqual({ code: 0, output: expect.stringContaining('0 differ') });

  shop.patch('1', { name: 'B' });
  expect(await verify(['--store', store.id])).toEqual({
    code: 1,
    output: expect.stringMatching(/changed +1 {2}B: .*title "A" → "B"/),
  });

  const { items } = await world.database.withTenant(world.tenantId, (sql) =>
    listAuditLogs(sql, { limit: 3, after: null }),
  );
  const entry = { action: 'store_verified', actor: { kind: 'cli' }, metadata: { store_id: store.id } };
  expect(items).toMatchObject([entry, entry]);
});

it('asks for a worker when none takes the run, and ends when one does', async () => {
  const { store } = await world.wooCommerce({ products: [] });
  await world.stopWorker();
  let told = '';

  const verifying = verify(['--store', store.id], (output) => {
    told = output;
  });
  await until('it to ask for a worker', () => told.includes('No worker has taken it yet: is one running?'));
  await world.startWorker();

  expect((await verifying).code).toBe(0);
});

it('says with 2 what is wrong with the question', async () => {
  expect(await verify([])).toEqual({ code: 2, output: expect.stringContaining('npm run verify -- --store') });
  expect(await verify(['--store', '00000000-0000-4000-8000-000000000000'])).toEqual({
    code: 2,
    output: expect.stringContaining('There is no store'),
  });
});
