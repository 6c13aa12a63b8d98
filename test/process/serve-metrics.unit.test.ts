import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter } from 'prom-client';
import { registry } from '../../src/process/metrics/registry';
import { type ServedMetrics, serveMetrics } from '../../src/process/metrics/serve-metrics';

const warnings: string[] = [];
const serving: ServedMetrics[] = [];
afterEach(async () => {
  await Promise.all(serving.splice(0).map((each) => each.close()));
  warnings.length = 0;
});

async function served(options: { port?: number; token?: string; more?: () => Promise<string> } = {}) {
  const { port = 0, token = null, more = async () => '' } = options;
  const metrics = await serveMetrics({ host: '127.0.0.1', port, token, more, warn: (text) => warnings.push(text) });
  serving.push(metrics);
  return metrics;
}

const ask = ({ port }: ServedMetrics, path = '/metrics', init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, init);

it('serves what the process counted, and behind it what others in it did', async () => {
  new Counter({ name: 'catalog_sync_tests_total', help: 'For this test', registers: [registry] }).inc(3);
  const answer = await ask(await served({ more: async () => 'temporal_request_total 5\n' }));

  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(await answer.text()).toMatch(/^catalog_sync_tests_total 3$[\s\S]*^temporal_request_total 5$/m);
});

it('asks for its token, where there is one', async () => {
  const metrics = await served({ token: 'the-token-of-the-tests' });
  const statusOf = async (authorization: string) =>
    (await ask(metrics, '/metrics', { headers: { authorization } })).status;

  expect((await ask(metrics)).status).toBe(401);
  expect(await statusOf('Bearer the-token-of-the-test')).toBe(401);
  expect(await statusOf('Bearer the-token-of-the-tests')).toBe(200);
});

it('has nothing else', async () => {
  const metrics = await served();

  expect((await ask(metrics, '/')).status).toBe(404);
  expect((await ask(metrics, '/metrics', { method: 'POST', body: 'x' })).status).toBe(405);
});

it('only warns of a port that is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;

  expect(await served({ port })).toMatchObject({ port: null });
  expect(warnings).toEqual([expect.stringContaining(`METRICS_PORT ${port} cannot be used`)]);
  other.close();
});

it('says what it could not tell, and goes on', async () => {
  const texts = [Promise.reject(new Error('no text')), Promise.resolve('a_total 1\n')];
  texts[0]?.catch(() => undefined);
  const metrics = await served({ more: () => texts.shift() ?? Promise.resolve('') });

  expect((await ask(metrics)).status).toBe(500);
  expect(warnings).toEqual([expect.stringContaining('no text')]);
  expect((await ask(metrics)).status).toBe(200);
});
