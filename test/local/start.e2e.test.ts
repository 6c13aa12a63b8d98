import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { queryAs } from '../support/test-database';
import { until } from '../support/until';
import { isRunning, type LocalStart, startLocalMode } from './local-start';

let dataDir: string;
let local: LocalStart;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'local-start-'));
  chmodSync(dataDir, 0o711); // run by root, PostgreSQL is another user
  local = await startLocalMode(dataDir);
  await local.untilItSays('Ready. Ctrl-C ends everything');
});
afterAll(() => {
  local.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

it('syncs both demo stores whole: as many products as the simulators hold', async () => {
  const woocommerce = await shopAt(local.url('WooCommerce demo'));
  const shopify = await shopAt(local.url('Shopify demo'));

  expect(local.row('WooCommerce demo')).toMatchObject({ status: 'completed', products: woocommerce.products });
  expect(local.row('Shopify demo')).toMatchObject({
    status: 'completed',
    products: shopify.products,
    variants: shopify.variants,
  });
});

it('gives a demo tenant that the API knows, its key kept from others', async () => {
  const answer = await fetch(`${local.url('API')}/v1/stores`, { headers: local.tenantHeaders() });

  expect(await answer.json()).toMatchObject({ items: [{ status: 'active' }, { status: 'active' }] });
  expect(statSync(join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
});

it('gives the programs a database URL that opens no more than they need', async () => {
  const { databasePassword } = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8'));
  const urlOf = (role: string) => {
    const url = new URL(local.place('database'));
    url.username = role;
    url.password = databasePassword;
    return url.href;
  };

  await expect(queryAs(urlOf('catalog_sync_programs'), `copy (select 1) to program 'true'`)).rejects.toMatchObject({
    code: '42501',
  });
  for (const role of ['postgres', 'catalog_sync']) {
    await expect(queryAs(urlOf(role), 'select 1')).rejects.toThrow('password authentication failed');
  }
});

it('has both demo stores tell of their changes', async () => {
  const headers = local.tenantHeaders();
  const stores = Stores.parse(await (await fetch(`${local.url('API')}/v1/stores`, { headers })).json());
  for (const { id } of stores.items) {
    const store = await (await fetch(`${local.url('API')}/v1/stores/${id}`, { headers })).json();
    expect(store).toMatchObject({ webhooks: { state: 'registered' } });
  }
});

it('brings the price that its line changes in each demo store into the changes and the history, by its other lines', async () => {
  const lines = local
    .output()
    .matchAll(
      /curl (?<url>\S+__control\S+) .*-d '(?<body>\[.*\])'\n.*'(?<changes>http\S+)'.*\n.*'(?<history>http\S+)'/g,
    );
  const told = [...lines].map(({ groups = {} }) => groups);
  expect(told).toHaveLength(2);
  for (const { url = '', body = '' } of told) {
    const answer = await fetch(url, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    expect(answer.status).toBe(200);
  }

  const headers = local.tenantHeaders();
  for (const { changes = '', history = '' } of told) {
    const isThere = async (place: string) => {
      const { items } = Changes.parse(await (await fetch(place, { headers })).json());
      return items.some(({ field, after }) => field === 'price' && after === '12.34');
    };
    await until(`the price in ${changes}`, () => isThere(changes));
    expect(await isThere(history)).toBe(true);
  }
});

it('refuses a second start with the same data, and says why last', async () => {
  const second = await startLocalMode(dataDir);

  expect(await second.end()).toBe(1);
  expect(second.output()).toMatch(/already runs with the data folder .*CATALOG_SYNC_DATA_DIR\.\n$/);
});

it('ends everything at SIGINT, and finds its data again at the next start', async () => {
  const programs = local.programs();
  const tenant = local.tenantHeaders();
  expect(programs.length).toBeGreaterThanOrEqual(7);

  expect(await local.end('SIGINT')).toBe(0);

  expect(local.output()).toMatch(/Everything has ended\.\n$/);
  // The guard of the others goes last, when it sees that its parent is gone.
  await until('every program to end', () => !programs.some(isRunning));

  local = await startLocalMode(dataDir);
  await local.untilItSays('Ready. Ctrl-C ends everything');
  expect(local.tenantHeaders()).toEqual(tenant);
  for (const store of ['WooCommerce demo', 'Shopify demo']) {
    const { status, products, changes } = local.row(store);
    // The simulators begin anew, with the price that was changed before.
    expect({ status, changes }).toEqual({ status: 'completed', changes: `1 updated, ${products - 1} unchanged` });
  }
  expect(await local.end('SIGTERM')).toBe(0);
});

const Stores = z.object({ items: z.array(z.object({ id: z.string() })) });

const Changes = z.object({ items: z.array(z.object({ field: z.string().nullish(), after: z.unknown() })) });

const Shop = z.object({ products: z.int(), variants: z.int().optional() });
const Shops = z.tuple([Shop]);

/** The one shop of a simulator, by its control API. */
async function shopAt(url: string): Promise<z.infer<typeof Shop>> {
  const answer = await fetch(`${new URL(url).origin}/__control/shops`);
  return Shops.parse(await answer.json())[0];
}
