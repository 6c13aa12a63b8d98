import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../../local/servers/free-port';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import {
  LOOK_AFTER_ALERTS_ID,
  LOOK_AFTER_WEBHOOKS_ID,
  MAINTENANCE_ID,
  SYNC_DUE_STORES_ID,
} from '../../src/model/workflow-ids';
import { scheduleId } from '../../src/temporal/schedules';
import { OPERATOR_KEY, temporalAt } from '../api/api-world';
import { useOwnNamespace } from '../support/own-namespace';
import { testTemporal } from '../support/temporal';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
let started: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
});
afterAll(() => database.drop());

/** A built program with just the settings given, and what it printed so far. */
function start(program: 'api-server' | 'create-schedules', env: Record<string, string>) {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, `dist/src/${program}.js`)], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', OPERATOR_KEY, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      printed += chunk;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code, printed }));
  return { child, ended, said: (text: RegExp) => untilSaid(child, () => printed, text) };
}

/** Fails when the program ends without having said it. */
async function untilSaid(child: ChildProcess, printed: () => string, text: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = text.exec(printed());
    if (found) return found;
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode} before ${text}:\n${printed()}`);
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), once(child, 'close')]);
  }
}

const CREDENTIALS_KEY = randomBytes(32).toString('base64');
const PORT_SAID = /"port":(\d+)/;

it('serves, finishes what is in flight at SIGTERM and ends with 0', async () => {
  const { child, ended, said } = start('api-server', {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: testTemporal().address,
    CREDENTIALS_KEY,
  });
  const port = Number((await said(PORT_SAID))[1]);
  const url = `http://127.0.0.1:${port}`;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const headers = { 'x-operator-key': OPERATOR_KEY, 'content-type': 'application/json', 'content-length': '15' };
  const slow = request(`${url}/v1/tenants`, { method: 'POST', headers: { ...headers, expect: '100-continue' } });
  slow.flushHeaders();
  await once(slow, 'continue');

  child.kill('SIGTERM');
  while (await answers(`${url}/healthz`));
  slow.end('{"name":"ACME"}');
  const [response] = await once(slow, 'response');

  expect(response.statusCode).toBe(201);
  response.resume();
  expect((await ended).code).toBe(0);
});

it('starts while PostgreSQL and Temporal are away, says so, and ends with 0', async () => {
  const nobody = `127.0.0.1:${await freePort()}`;
  const { child, ended, said } = start('api-server', {
    DATABASE_URL: `postgresql://catalog@${nobody}/catalog`,
    TEMPORAL_ADDRESS: nobody,
    CREDENTIALS_KEY,
  });
  const port = Number((await said(PORT_SAID))[1]);

  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
  await said(/PostgreSQL does not answer/);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

it('I9 refuses to run on a role that bypasses row-level security', async () => {
  const { ended } = start('api-server', {
    DATABASE_URL: asSuperuser(database.url),
    TEMPORAL_ADDRESS: testTemporal().address,
    CREDENTIALS_KEY,
  });
  const { code, printed } = await ended;
  expect(code).toBe(1);
  expect(printed).toContain('is a superuser');
});

it('refuses to run without its settings, and names each', async () => {
  const { ended } = start('api-server', {});
  const { code, printed } = await ended;
  expect(code).toBe(1);
  expect(printed).toMatch(/DATABASE_URL.*CREDENTIALS_KEY/s);
});

it('makes the schedules that are missing and changes none', async () => {
  await useOwnNamespace();
  const { address, namespace } = testTemporal();
  const temporal = temporalAt(address);
  const handles = await temporal.ask(async ({ schedule }) => ({
    woocommerce: schedule.getHandle(scheduleId('woocommerce')),
    shopify: schedule.getHandle(scheduleId('shopify')),
    maintenance: schedule.getHandle(MAINTENANCE_ID),
    dueStores: schedule.getHandle(SYNC_DUE_STORES_ID),
    webhooks: schedule.getHandle(LOOK_AFTER_WEBHOOKS_ID),
    alerts: schedule.getHandle(LOOK_AFTER_ALERTS_ID),
  }));
  const env = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  try {
    expect((await start('create-schedules', env).ended).code).toBe(0);
    expect(await handles.maintenance.describe()).toMatchObject({
      spec: { intervals: [{ every: 3_600_000 }] },
      policies: { overlap: 'SKIP' },
      action: { workflowType: 'MaintenanceWorkflow' },
    });
    expect(await handles.dueStores.describe()).toMatchObject({
      spec: { intervals: [{ every: 300_000 }] },
      action: { workflowType: 'SyncDueStoresWorkflow' },
    });
    expect(await handles.webhooks.describe()).toMatchObject({
      spec: { intervals: [{ every: 60_000 }] },
      policies: { overlap: 'SKIP' },
      action: { workflowType: 'LookAfterWebhooksWorkflow', workflowExecutionTimeout: 120_000 },
    });
    expect(await handles.alerts.describe()).toMatchObject({
      spec: { intervals: [{ every: 60_000 }] },
      action: { workflowType: 'LookAfterAlertsWorkflow', workflowExecutionTimeout: 120_000 },
    });
    await handles.shopify.pause('by an operator');
    await handles.woocommerce.delete();

    expect((await start('create-schedules', env).ended).code).toBe(0);

    expect((await handles.shopify.describe()).state).toMatchObject({ paused: true, note: 'by an operator' });
    expect((await handles.woocommerce.describe()).state.paused).toBe(false);
  } finally {
    await temporal.close();
  }
});

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { headers: { connection: 'close' } });
    return true;
  } catch {
    return false;
  }
}
