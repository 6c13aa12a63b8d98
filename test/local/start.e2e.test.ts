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

it('brings a price that its line changes into the changes after the store was due', async () => {
  const { url = '', body = '' } =
    /curl (?<url>\S+__control\S+) .*-d '(?<body>\[.*\])'$/m.exec(local.output())?.groups ?? {};
  expect((await fetch(url, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })).status).toBe(
    200,
  );
  const { databasePassword, operatorKey } = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8'));
  const database = new URL(local.place('database'));
  Object.assign(database, { username: 'catalog_sync_programs', password: databasePassword });
  const headers = local.tenantHeaders();
  // As if its time had come.
  await queryAs(
    database.href,
    `select set_config('app.tenant_id', '${headers['X-TENANT-ID']}', false);
     update stores set next_incremental_at = now() where platform = 'woocommerce'`,
  );

  const [trigger = ''] = /http\S+sync-due-stores\/trigger/.exec(local.output()) ?? [];
  const triggered = await fetch(trigger, { method: 'POST', headers: { 'X-OPERATOR-KEY': operatorKey } });
  expect(triggered.status).toBe(202);
  const [change] = JSON.parse(body);
  await until('the change', async () => {
    const answer = await fetch(`${local.url('API')}/v1/catalog/changes?kind=updated&limit=200`, { headers });
    const { items } = Changes.parse(await answer.json());
    return items.some(({ field, after }) => field === 'price' && after === change.fields.price);
  });
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
    const isChanged = store === 'WooCommerce demo';
    const expected = isChanged ? `1 updated, ${products - 1} unchanged` : `${products} unchanged`;
    expect({ status, changes }).toEqual({ status: 'completed', changes: expected });
  }
  expect(await local.end('SIGTERM')).toBe(0);
});

const Changes = z.object({ items: z.array(z.object({ field: z.string().nullish(), after: z.unknown() })) });

const Shop = z.object({ products: z.int(), variants: z.int().optional() });
const Shops = z.tuple([Shop]);

/** The one shop of a simulator, by its control API. */
async function shopAt(url: string): Promise<z.infer<typeof Shop>> {
  const answer = await fetch(`${new URL(url).origin}/__control/shops`);
  return Shops.parse(await answer.json())[0];
}
