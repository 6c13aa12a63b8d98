import type { ConnectedDemo } from '../demo/connect-demo';
import { DEMO_STORES } from '../demo/demo-stores';
import type { SimulatorUrls } from '../demo/start-simulators';

export interface Surroundings {
  dataDir: string;
  apiUrl: string;
  webUi: string | null;
  operatorKey: string;
  simulators: SimulatorUrls | null;
  demo: ConnectedDemo | null;
}

/** What is there now and how to use it. */
export function closingWords({ dataDir, apiUrl, webUi, operatorKey, simulators, demo }: Surroundings): string {
  const urls = [
    ['API', apiUrl],
    ['API documentation', `${apiUrl}/docs`],
    ['Temporal Web UI', webUi ?? 'that of the server in TEMPORAL_ADDRESS'],
    ...(simulators ? DEMO_STORES.map(({ name, platform, address }) => [name, address(simulators[platform])]) : []),
    ['logs', `${dataDir}/logs`],
  ];
  return [
    '',
    ...urls.map(([name, url]) => `  ${name?.padEnd(18)} ${url}`),
    '',
    ...(demo ? asDemoTenant(apiUrl, demo) : asOperator(apiUrl, operatorKey)),
    '',
    ...(simulators
      ? ['A Shopify shop of your own: `npm start -- --no-demo`, as the demo answers for every shop.']
      : []),
    'Ready. Ctrl-C ends everything; the next start goes on with the same data.',
  ].join('\n');
}

function asDemoTenant(apiUrl: string, { tenant }: ConnectedDemo): string[] {
  const headers = [`X-TENANT-ID: ${tenant.id}`, `X-TENANT-API-KEY: ${tenant.key}`];
  const options = headers.map((header) => `-H '${header}'`).join(' ');
  return [
    'The demo tenant',
    ...headers.map((header) => `  ${header}`),
    '',
    `  curl -X POST ${apiUrl}/v1/catalog/sync/woocommerce ${options}`,
    `  curl '${apiUrl}/v1/catalog/products?limit=2' ${options}`,
  ];
}

function asOperator(apiUrl: string, operatorKey: string): string[] {
  const tenant = `-H 'Content-Type: application/json' -d '{"name": "My company"}'`;
  return [
    'Make a tenant; its key is shown once',
    `  curl -X POST ${apiUrl}/v1/tenants -H 'X-OPERATOR-KEY: ${operatorKey}' ${tenant}`,
  ];
}
