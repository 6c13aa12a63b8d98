import { join } from 'node:path';
import type { ConnectedDemo } from '../demo/connect-demo';
import { DEMO_STORES } from '../demo/demo-stores';
import type { SimulatorUrls } from '../demo/start-simulators';
import { KEYS_FILE } from '../servers/local-keys';
import type { Servers } from '../servers/start-servers';

export interface Surroundings {
  dataDir: string;
  apiUrl: string;
  servers: Servers;
  /** Whether `OPERATOR_KEY` of whoever started us counts, and not the one that was made here. */
  isOperatorKeyGiven: boolean;
  simulators: SimulatorUrls | null;
  demo: ConnectedDemo | null;
}

/**
 * What is there now and how to use it. Output may be kept, so keys that open everything are named by their place; the
 * demo tenant's own opens simulated stores.
 */
export function closingWords(surroundings: Surroundings): string {
  const { dataDir, apiUrl, servers, isOperatorKeyGiven, simulators, demo } = surroundings;
  const { database, temporal } = servers;
  const places = [
    ['API', apiUrl],
    ['API documentation', `${apiUrl}/docs`],
    ['Temporal Web UI', temporal.webUi ?? 'that of the server in TEMPORAL_ADDRESS'],
    ['Temporal CLI', temporal.cli ?? 'yours, for the server in TEMPORAL_ADDRESS'],
    ['database', database.isOurs ? withoutPassword(database.url) : 'that in DATABASE_URL'],
    ...(simulators ? DEMO_STORES.map(({ name, platform, address }) => [name, address(simulators[platform])]) : []),
    ['keys', `${join(dataDir, KEYS_FILE)}: ${keptKeys(isOperatorKeyGiven, database.isOurs)}`],
    ['logs', `${dataDir}/logs`],
  ];
  return [
    '',
    ...places.map(([name, place]) => `  ${name?.padEnd(18)} ${place}`),
    '',
    ...(demo ? asDemoTenant(apiUrl, demo) : asOperator(surroundings)),
    '',
    ...(demo ? changePrices(surroundings, demo) : []),
    ...(simulators
      ? ['A Shopify shop of your own: `npm start -- --no-demo`, as the demo answers for every shop.']
      : []),
    'Ready. Ctrl-C ends everything; the next start goes on with the same data.',
  ].join('\n');
}

function asDemoTenant(apiUrl: string, { tenant }: ConnectedDemo): string[] {
  const headers = headersOf(tenant);
  const options = optionsOf(headers);
  return [
    'The demo tenant',
    ...headers.map((header) => `  ${header}`),
    '',
    `  curl -X POST ${apiUrl}/v1/catalog/sync/woocommerce ${options}`,
    `  curl '${apiUrl}/v1/catalog/products?limit=2' ${options}`,
  ];
}

const headersOf = (tenant: ConnectedDemo['tenant']) => [`X-TENANT-ID: ${tenant.id}`, `X-TENANT-API-KEY: ${tenant.key}`];

const optionsOf = (headers: string[]) => headers.map((header) => `-H '${header}'`).join(' ');

const JSON_BODY = `-H 'Content-Type: application/json' -d`;

/** Told by the stores' webhooks; where they do not come, the store is asked for news every 15 minutes. */
function changePrices({ apiUrl }: Surroundings, { tenant, priceChanges }: ConnectedDemo): string[] {
  const options = optionsOf(headersOf(tenant));
  return priceChanges.flatMap(({ storeName, productId, title, url, body }) => [
    `Change a price in the ${storeName} (${title}), as its merchant would, and see it seconds later`,
    `  curl ${url} ${JSON_BODY} '${body}'`,
    `  curl '${apiUrl}/v1/catalog/changes?product_id=${productId}' ${options}`,
    `  curl '${apiUrl}/v1/catalog/products/${productId}/history' ${options}`,
    '',
  ]);
}

function operatorKeyOf({ dataDir, isOperatorKeyGiven }: Surroundings): string {
  return isOperatorKeyGiven ? '$OPERATOR_KEY' : `$(node -p 'require("${join(dataDir, KEYS_FILE)}").operatorKey')`;
}

function asOperator(surroundings: Surroundings): string[] {
  const { apiUrl } = surroundings;
  const tenant = `-H 'Content-Type: application/json' -d '{"name": "My company"}'`;
  return [
    'Make a tenant; its key is shown once',
    `  curl -X POST ${apiUrl}/v1/tenants -H "X-OPERATOR-KEY: ${operatorKeyOf(surroundings)}" ${tenant}`,
  ];
}

function keptKeys(isOperatorKeyGiven: boolean, isDatabaseOurs: boolean): string {
  return [
    isOperatorKeyGiven ? '' : 'operator key',
    isDatabaseOurs ? 'database passwords' : '',
    "seal of the stores' keys",
  ]
    .filter((name) => name !== '')
    .join(', ');
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = '';
  return url.href;
}
