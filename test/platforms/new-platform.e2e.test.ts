import { useOwnNamespace } from '../support/own-namespace';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { until } from '../support/until';
import { type CopyWithDummy, copyWithDummy } from './copy-with-dummy';
import { type DummyShop, startDummyShop } from './dummy-shop';
import { type ProgramsOfCopy, startProgramsOf } from './programs-of-copy';

/** Compiling everything anew takes 20 s of a core, and several times that where many share it. */
const BUILT_WITHIN_MS = 480_000;
const RUN_WITHIN_MS = 60_000;

let shop: DummyShop;
let copy: CopyWithDummy;
let database: TestDatabase;
let programs: ProgramsOfCopy;
/** Of a tenant. */
let headers: Record<string, string>;

beforeAll(async () => {
  await useOwnNamespace();
  database = await createTestDatabase();
  shop = await startDummyShop([
    { id: '1', name: 'Tea', price: '19.90', stock: 7 },
    { id: '2', name: 'Cup', price: '4.00', stock: 0 },
    { id: '3', name: 'Pot', price: '120.5', stock: 1 },
  ]);
  copy = copyWithDummy();
  await copy.build();
  programs = await startProgramsOf(copy.root, {
    DATABASE_URL: database.url,
    ALLOW_PRIVATE_STORES: 'true',
    DUMMY_ORIGIN: shop.origin,
  });
  const { id, api_key } = await programs.ask('POST /v1/tenants', { json: { name: 'Acme' } });
  headers = { 'x-tenant-id': id, 'x-tenant-api-key': api_key.key };
}, BUILT_WITHIN_MS);
afterAll(async () => {
  await programs?.stop();
  await shop?.close();
  await database?.drop();
  copy?.remove();
});

const ask = (request: string, json?: unknown) => programs.ask(request, { json, headers });

async function ended(runId: string) {
  const seen = async () => {
    const run = await ask(`GET /v1/sync-runs/${runId}`);
    return run.finished_at !== null && run;
  };
  return until(`run ${runId} has ended`, seen, RUN_WITHIN_MS);
}

it('adds a platform by its folder and two lines, and syncs a shop of it into the catalogue', async () => {
  expect(copy.touchedLines).toEqual([
    "src/model/platform.ts: export const PLATFORMS = ['woocommerce', 'shopify', 'dummy'] as const;",
    "src/platforms/registry.ts: export { dummy } from './dummy/dummy';",
  ]);
  const credentials = { shop_code: shop.code, shop_token: shop.token };
  const store = await ask('POST /v1/stores', { platform: 'dummy', credentials });
  expect(store).toMatchObject({
    platform: 'dummy',
    name: 'Acme',
    shop_code: 'acme',
    currency: 'EUR',
    product_count: 3,
  });
  shop.breakNextPage();

  const accepted = await ask('POST /v1/catalog/sync/dummy');
  expect(accepted).toMatchObject({ message: 'Dummy product sync has been scheduled', shop_code: 'acme' });
  const run = await ended(accepted.run_id);

  expect(run).toMatchObject({ status: 'completed', platform: 'dummy', products: { seen: 3, created: 3 } });
  const { items } = await ask('GET /v1/catalog/products?platform=dummy');
  const tea = items.find((product: { external_id: string }) => product.external_id === '1');
  expect(tea).toMatchObject({ external_source: 'dummy', title: 'Tea', price: '19.90', currency: 'EUR', stock: 7 });
  const { items: audit } = await ask('GET /v1/audit-logs');
  expect(audit.slice(0, 2)).toMatchObject([
    { action: 'dummy_sync_triggered', metadata: { store_id: store.id, shop_code: 'acme' } },
    { action: 'store_connected', metadata: { platform: 'dummy', shop_code: 'acme' } },
  ]);
});

it('I1 I7 asks the shop about what is missing, and reads by its id what was set aside', async () => {
  const { items } = await ask('GET /v1/stores');
  shop.products.delete('2');
  shop.products.set('3', { id: '3', name: 'Pot', price: 'on request', stock: 1 });
  const second = await ask('POST /v1/catalog/sync/dummy');
  expect(await ended(second.run_id)).toMatchObject({
    status: 'completed_with_errors',
    products: { unchanged: 1, deactivated: 1, rejected: 1 },
  });

  shop.products.set('3', { id: '3', name: 'Pot', price: '99', stock: 1 });
  const refresh = await ask(`POST /v1/stores/${items[0].id}/rejected/retry`);
  expect(await ended(refresh.run_id)).toMatchObject({ status: 'completed', products: { updated: 1 } });

  const { items: products } = await ask('GET /v1/catalog/products');
  const seen = products.map((each: Record<string, unknown>) => [each.external_id, each.price, each.is_active]);
  expect(seen.sort()).toEqual([
    ['1', '19.90', true],
    ['2', '4.00', false],
    ['3', '99', true],
  ]);
});

it('tells clients of the platform in the contract', async () => {
  const { components, paths } = await programs.ask('GET /openapi.json');
  const { properties } = components.schemas.Store;

  expect(properties.platform.enum).toEqual(['woocommerce', 'shopify', 'dummy']);
  expect(properties.shop_code).toEqual({ type: 'string', description: 'Dummy' });
  const { schema } = paths['/v1/stores'].post.requestBody.content['application/json'];
  expect(schema.oneOf.map((each: { properties: { platform: unknown } }) => each.properties.platform)).toContainEqual({
    type: 'string',
    enum: ['dummy'],
  });
});

it('I8 logs no token of the platform, not even a former one that an error page of the shop shows', () => {
  const log = programs.log();

  expect(log).toContain('Cannot forget dmy_[redacted]');
  for (const token of [shop.token, shop.formerToken]) expect(log).not.toContain(token);
});
