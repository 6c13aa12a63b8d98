import { randomBytes } from 'node:crypto';
import { serveApi } from '../../src/api/serve';
import { RUN_MODES } from '../../src/model/run';
import { platformSecretPatterns } from '../../src/platforms/platforms';
import { createLogger } from '../../src/process/logger';
import { createSealer } from '../../src/stores/sealed-credentials';
import { asker } from '../api/ask';
import { rowsWith } from '../support/secrets/rows-with';
import { eachHistory } from '../support/secrets/search-histories';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { saidBack } from './support/said-back';

const KEY = `ck_${'1a2b3c4d'.repeat(5)}`;
const SECRET = `cs_${'9f8e7d6c'.repeat(5)}`;
const TOKEN = `shpat_${'0a1b2c3d'.repeat(4)}`;

const woo = saidBack([`${KEY}:${SECRET}`, KEY, SECRET]);
const shopify = saidBack([TOKEN]);

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const json = (status: number, body: unknown) => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const page = (status: number, said: string) => ({
  status,
  headers: { 'Content-Type': `text/html; said=${encodeURIComponent(said).slice(0, 2_000)}` },
  body: `<!doctype html><html><body>${said}</body></html>`,
});
const redirect = (to: string) => ({ status: 302, headers: { Location: to }, body: '' });

/** What a WooCommerce store answers to a request of a run. */
function answersOfWoo(said: string) {
  const error = (status: number) => json(status, { code: said, message: said, data: { status, said } });
  return [
    ...[401, 404, 500].map(error),
    page(200, said),
    page(403, said),
    redirect(`https://${SECRET.replace('_', '-')}.example/${SECRET}?consumer_secret=${SECRET}`),
    redirect(`/${KEY}/${SECRET}?consumer_secret=${SECRET}`),
    json(200, `[{"id":1,"name":"${KEY} ${SECRET}`),
    json(200, [{ id: said, name: said, code: said, [SECRET]: said }]),
    json(200, { code: said, name: said, home: `https://shop.example/${SECRET}` }),
  ];
}

/** A product is asked for alone that the listing lacks. */
const OF_A_PRODUCT = 'wc/v3/products/';

const PRODUCTS = [
  { id: 101, name: 'A scarf', regular_price: '4' },
  { id: 102, name: 'A hat', type: 'variable', attributes: [{ id: 0, name: 'Size', variation: true, options: ['S'] }] },
  { id: 103, name: 'Gloves', regular_price: '5' },
];

/** A run of a shop of its own, which turns hostile when it was connected. */
async function wooRun(path: string, afterRequests: number, answer: ReturnType<typeof answersOfWoo>[number]) {
  const { shop, store } = await world.wooCommerce({
    products: PRODUCTS,
    variableShare: 1,
    consumerKey: KEY,
    consumerSecret: SECRET,
  });
  if (path === OF_A_PRODUCT) {
    await world.sync(store);
    shop.remove(103);
  }
  shop.faults.add({ path, afterRequests, answer });
  return world.sync(store);
}

it.each([
  ['its currency', 'currencies/current', 0],
  ['its count', 'wc/v3/products?', 0],
  ['its listing', 'wc/v3/products?', 1],
  ['variations', 'variations', 0],
  ['what a product is now', OF_A_PRODUCT, 0],
  ['its name and home', '_fields=name', 0],
])('I8 a WooCommerce store that is asked for %s says its key back, and nobody else does', async (_, path, after) => {
  const runs = await Promise.all(answersOfWoo(woo.everything).map((answer) => wooRun(path, after, answer)));
  expect(runs.some(({ error, problems }) => error !== null || problems.length > 0 || path === '_fields=name')).toBe(
    true,
  );
});

it('I8 a WooCommerce store’s waiting words and set-aside products hold its key nowhere', async () => {
  const { shop, store } = await world.wooCommerce({
    products: [{ ...PRODUCTS[0], id: 201, name: `Named ${SECRET}`, price: `${KEY} ${SECRET}`, sku: SECRET }],
    consumerKey: KEY,
    consumerSecret: SECRET,
  });
  const throttled = { ...json(429, { message: woo.everything }), headers: { 'Retry-After': '1' } };
  shop.faults.add({ path: 'wc/v3/products?', afterRequests: 1, times: 1, answer: throttled });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { rejected: 1 } });
  const [rejected] = await world.rejected(store, run.id);
  expect(rejected).toMatchObject({ external_id: '201', title: 'Named [redacted]' });
  expect(rejected?.payload).toContain('"sku":"[redacted]"');
});

const BY_IDS = 'nodes(';

/** What Shopify answers to a request of a run. */
function answersOfShopify(said: string) {
  const graphQL = (error: object) => ({ status: 200, body: { data: null, errors: [{ message: said, ...error }] } });
  return [
    ...[401, 403, 500].map((status) => ({ status, body: { errors: said } })),
    { status: 403, body: { errors: { [said]: [said] } } },
    page(200, said),
    redirect(`https://${TOKEN.replace('_', '-')}.example/${TOKEN}`),
    { status: 200, body: `{"data":{"said":"${TOKEN}` },
    { status: 200, body: { data: { said } } },
    graphQL({ extensions: { code: said } }),
    graphQL({ extensions: { code: 'ACCESS_DENIED', requiredAccess: said } }),
    graphQL({ extensions: { code: 'INTERNAL_SERVER_ERROR' }, path: ['products', 'edges', 0, 'node', said] }),
    graphQL({ extensions: { code: 'MAX_COST_EXCEEDED' } }),
  ];
}

async function shopOf(isLarge: boolean) {
  const { shop, store } = await world.shopify({ products: 3, accessToken: TOKEN });
  if (isLarge) await world.configure(store, { bulk_above: { products: 1 } });
  return { shop, store };
}

it.each([
  ['itself', 'productsCount', false],
  ['its listing', 'edges', false],
  ['products by their ids', BY_IDS, false],
  ['a bulk operation', 'bulkOperationRunQuery', true],
  ['how far that is', 'bulkOperation(', true],
  ['the file', 'bulk-files', true],
])('I8 a Shopify shop that is asked for %s says its token back, and nobody else does', async (_, match, isLarge) => {
  await Promise.all(
    answersOfShopify(shopify.everything).map(async (answer) => {
      const { shop, store } = await shopOf(isLarge);
      if (match === BY_IDS) {
        await world.sync(store);
        const [first = ''] = shop.products.keys();
        shop.remove(first);
      }
      shop.faults.add({ match, answer });
      return world.sync(store);
    }),
  );
});

const node = (id: string) => ({ cursor: TOKEN, node: { id, title: TOKEN, variantsCount: { count: 1 } } });
const operation = (more: object) => ({
  data: {
    bulkOperation: {
      status: 'COMPLETED',
      errorCode: null,
      objectCount: '1',
      rootObjectCount: '1',
      fileSize: null,
      url: null,
      ...more,
    },
  },
});

it.each([
  [
    'the places of its listing',
    'edges',
    false,
    { products: { edges: [node('gid://shopify/Product/1')], pageInfo: { hasNextPage: true, endCursor: TOKEN } } },
  ],
  [
    'a product',
    'edges',
    false,
    {
      products: { edges: [node(`gid://shopify/Product/${TOKEN}`)], pageInfo: { hasNextPage: false, endCursor: null } },
    },
  ],
  [
    'errors of the user',
    'bulkOperationRunQuery',
    true,
    { bulkOperationRunQuery: { bulkOperation: null, userErrors: [{ message: shopify.everything, code: TOKEN }] } },
  ],
  [
    'its operation',
    'bulkOperationRunQuery',
    true,
    { bulkOperationRunQuery: { bulkOperation: { id: TOKEN }, userErrors: [] } },
  ],
  ['the end of an operation', 'bulkOperation(', true, operation({ status: TOKEN, errorCode: shopify.everything }).data],
  ['a link that is none', 'bulkOperation(', true, operation({ url: `not ${TOKEN}` }).data],
  ['a link to nowhere', 'bulkOperation(', true, operation({ url: `http://127.0.0.1:1/${TOKEN}?token=${TOKEN}` }).data],
])('I8 a Shopify shop that calls %s by its token is told nowhere', async (_, match, isLarge, data) => {
  const { shop, store } = await shopOf(isLarge);
  shop.faults.add({ match, answer: { status: 200, body: { data } } });
  await world.sync(store);
});

it.each([`{"id":"${TOKEN}"}\n`, `${TOKEN}\n`, `{"id":"gid://shopify/Product/1","__parentId":"${TOKEN}`])(
  'I8 a bulk file with the line %j is told nowhere',
  async (body) => {
    const { shop, store } = await shopOf(true);
    shop.faults.add({ match: 'bulk-files', answer: { status: 200, body } });
    await world.sync(store);
  },
);

it('I8 none of it stands in a history, a table, a log or an answer of the API', async () => {
  const { found, looked } = await everywhere();
  expect(found).toEqual([]);
  // What is looked for would be found: the store's own address stands in each of them.
  for (const place of ['history', 'table', 'log', 'API']) expect(looked).toContain(place);
});

/** Every place in which one of the secrets stands: histories, tables, the worker's log, answers of the API. */
async function everywhere() {
  const found: string[] = [];
  const looked = new Set<string>();
  const look = (kind: string, place: string, text: string): void => {
    if (text.includes('127.0.0.1')) looked.add(kind);
    for (const { form, around } of [...woo.foundIn(text), ...shopify.foundIn(text)]) {
      found.push(`${kind} ${place}: ${form} in ${around}`);
    }
  };
  const ofThisWorld = `TaskQueue = '${world.taskQueue}'`;
  await eachHistory(world.client, (place, history) => look('history', place, history), ofThisWorld);
  for (const { table, row } of await rowsWith(world.databaseUrl, '', 10_000)) look('table', table, row);
  for (const line of world.log) look('log', '', line);
  for (const answer of await answersOfApi()) look('API', '', answer);
  return { found: [...new Set(found)], looked: [...looked] };
}

const OPERATOR_KEY = 'the operator of this test';

/** What an operator and the tenant get to see of all this. */
async function answersOfApi(): Promise<string[]> {
  const log = createLogger({ logLevel: 'silent', logFormat: 'json' }, platformSecretPatterns);
  const { database, temporal } = world;
  const surroundings = { allowPrivateStores: true, storePorts: [443], shopifyOriginTemplate: 'https://{shop}' };
  const services = {
    database,
    temporal,
    sealer: createSealer([randomBytes(32)]),
    surroundings,
    publicUrl: null,
    log,
    operatorKey: OPERATOR_KEY,
  };
  const api = await serveApi(services, { port: 0, host: '127.0.0.1' });
  try {
    const ask = asker(`http://127.0.0.1:${api.port}`, {
      'x-operator-key': OPERATOR_KEY,
      'x-tenant-id': world.tenantId,
    });
    const runs = await ask(`GET /v1/sync-runs?mode=${RUN_MODES}&limit=200`);
    const ofRuns = runs.body.items
      .slice(0, 20)
      .flatMap(({ id }: { id: string }) =>
        ['', '/rejected', '/missing'].map((of) => ask(`GET /v1/sync-runs/${id}${of}`)),
      );
    const others = ['stores?limit=200', 'audit-logs?limit=200', 'webhook-logs?limit=200'].map((of) =>
      ask(`GET /v1/${of}`),
    );
    return (await Promise.all([...ofRuns, ...others])).map(({ text }) => text).concat(runs.text);
  } finally {
    await api.stop();
  }
}
