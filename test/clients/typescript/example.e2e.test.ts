import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../local/servers/free-port';
import { type ApiWorld, apiWorld, type TestTenant } from '../../api/api-world';
import { insertChanges, insertStore } from '../../api/rows';
import { type ApiProcess, startApiProcess } from '../../support/api-process';
import { until } from '../../support/until';

const ROOT = join(__dirname, '../../..');
const PACKAGE = join(ROOT, 'clients/typescript');

let world: ApiWorld;
let tenant: TestTenant;
let storeId: string;
let port: number;
let api: ApiProcess;
let program: ChildProcess | undefined;
const home = mkdtempSync(join(tmpdir(), 'client-example-'));

beforeAll(async () => {
  const installed = join(home, 'node_modules/@catalog-sync/client');
  mkdirSync(installed, { recursive: true });
  cpSync(join(PACKAGE, 'package.json'), join(installed, 'package.json'));
  execFileSync(process.execPath, [join(PACKAGE, 'build.mjs'), join(installed, 'dist')], { stdio: 'inherit' });
  symlinkSync(join(ROOT, 'node_modules/openapi-fetch'), join(home, 'node_modules/openapi-fetch'));
  writeFileSync(join(home, 'follow.mjs'), example());

  world = await apiWorld();
  tenant = await world.tenant();
  storeId = await insertStore(world.database, tenant.id);
  port = await freePort();
  api = await startApi();
});
afterAll(async () => {
  program?.kill('SIGKILL');
  await api.kill();
  await world.close();
  rmSync(home, { recursive: true });
});

/** The program of the client's README. */
function example(): string {
  const text = /^## Following.*?^```js\n(.*?)^```$/ms.exec(readFileSync(join(PACKAGE, 'README.md'), 'utf8'))?.[1] ?? '';
  expect(text.trim().split('\n').length).toBeLessThanOrEqual(30);
  return text;
}

const CREDENTIALS_KEY = randomBytes(32).toString('base64');
const startApi = () =>
  startApiProcess({ workerEnvironment: { DATABASE_URL: world.databaseUrl, CREDENTIALS_KEY } }, undefined, port);

function startExample(): ChildProcess {
  return spawn(process.execPath, ['follow.mjs'], {
    cwd: home,
    env: {
      CATALOG_SYNC_URL: `http://127.0.0.1:${port}`,
      TENANT_ID: tenant.id,
      TENANT_API_KEY: tenant.headers['x-tenant-api-key'],
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
}

const change = (count: number) =>
  insertChanges(
    world.database,
    { tenantId: tenant.id, storeId },
    Array.from({ length: count }, () => ({})),
  );

const LOG = join(home, 'changes.log');
const followed = (): number[] =>
  existsSync(LOG)
    ? readFileSync(LOG, 'utf8')
        .trim()
        .split('\n')
        .map((line) => Number(line.split(' ')[0]))
    : [];

it('the README’s example follows the catalogue through a killed API, and through its own end, without missing or doubling a change', async () => {
  const seqs = await change(120);
  program = startExample();
  let told = '';
  program.stderr?.on('data', (text) => {
    told += text;
  });
  await until('the first changes', () => followed().length >= 50);

  await api.kill();
  seqs.push(...(await change(80)));
  await until('the example to say that nobody answers', () => told.includes('did not answer'));
  api = await startApi();
  seqs.push(...(await change(30)));
  await until('all changes', () => followed().length >= seqs.length);

  program.kill('SIGTERM');
  await once(program, 'exit');
  seqs.push(...(await change(10)));
  program = startExample();
  await until('what came meanwhile', () => followed().length >= seqs.length);
  program.kill('SIGTERM');
  expect(await once(program, 'exit')).toEqual([0, null]);
  expect(followed()).toEqual(seqs);
});
