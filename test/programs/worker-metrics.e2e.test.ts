import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { TASK_QUEUE } from '../../src/model/workflow-ids';
import { apiWorld } from '../api/api-world';
import { metricsOf, seriesOf } from '../metrics/metrics-text';
import { useOwnNamespace } from '../support/own-namespace';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { testTemporal } from '../support/temporal';
import { until } from '../support/until';

const TOKEN = 'a-token-for-the-metrics';

let world: SyncWorld;
beforeAll(async () => {
  await useOwnNamespace();
  world = await startSyncWorld({ taskQueue: TASK_QUEUE, withoutWorker: true });
});
afterAll(() => world.close());

/** What dashboards and rules ask for, without the endings that Prometheus adds to a histogram's name. */
function askedFor(): string[] {
  const [rules, dashboards] = ['deploy/prometheus', 'deploy/grafana'].map((folder) => join(PROJECT_ROOT, folder));
  const files = [
    join(rules ?? '', 'catalog-sync.rules.yml'),
    ...readdirSync(dashboards ?? '').map((file) => join(dashboards ?? '', file)),
  ];
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const names = text.match(/\b(catalog_sync|temporal|process|nodejs)_\w+/g) ?? [];
  return [...new Set(names.map((name) => name.replace(/_(bucket|count|sum)$/, '')))].sort();
}

it('tells after a sync what it asked stores, how long merges took and what Temporal’s SDK counted, of no store, and with the API all that dashboards and rules ask for', async () => {
  const { address, namespace } = testTemporal();
  const worker = spawn(process.execPath, [join(PROJECT_ROOT, 'dist/src/worker.js')], {
    env: {
      PATH: process.env.PATH,
      ...world.workerEnvironment,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      HOST: '127.0.0.1',
      METRICS_PORT: '0',
      METRICS_TOKEN: TOKEN,
    },
  });
  const ended = once(worker, 'close');
  let printed = '';
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const shops = [await world.wooCommerce({ products: 30 }), await world.shopify({ products: 30 })];
  for (const { store } of shops) expect(await world.sync(store)).toMatchObject({ status: 'completed' });
  await until('the worker to say where its metrics are', () => /"metrics_port":\d+/.test(printed));
  const [, port] = /"metrics_port":(\d+)/.exec(printed) ?? [];
  const url = `http://127.0.0.1:${port}/metrics`;

  expect((await fetch(url)).status).toBe(401);
  const text = await (await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } })).text();
  worker.kill('SIGTERM');
  await ended;

  const series = seriesOf(text);
  expect(series.get('catalog_sync_store_requests_total{platform="woocommerce",status="2xx"}')).toBeGreaterThan(0);
  expect(series.get('catalog_sync_store_requests_total{platform="shopify",status="2xx"}')).toBeGreaterThan(0);
  expect(series.get('catalog_sync_page_merge_duration_seconds_count')).toBeGreaterThanOrEqual(2);
  expect(series.get('catalog_sync_shopify_points_left_ratio_count')).toBeGreaterThan(0);
  expect(series.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  const metrics = metricsOf(text);
  const api = await apiWorld({ databaseUrl: world.databaseUrl });
  await api.ask('GET /healthz'); // the first request is counted when it was answered
  const ofApi = metricsOf(await (await fetch(`${api.url}/metrics`)).text());
  await api.close();
  const asked = askedFor();
  expect(asked.length).toBeGreaterThan(30);
  expect(asked.filter((name) => !metrics.has(name) && !ofApi.has(name))).toEqual([]);
  for (const { store } of shops) {
    for (const word of [store.id, store.tenantId, store.address]) expect(text).not.toContain(word);
  }
});
