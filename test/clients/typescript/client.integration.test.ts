import { randomUUID } from 'node:crypto';
import { createClient, isProblem, orThrow, ProblemError } from '../../../clients/typescript/src/index';
import { type ApiWorld, apiWorld, OPERATOR_KEY, type TestTenant } from '../../api/api-world';
import { insertRun, insertStore } from '../../api/rows';
import { until } from '../../support/until';

let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
});
afterAll(() => world.close());

const ofTenant = () =>
  createClient({
    baseUrl: world.url,
    credentials: { tenantId: tenant.id, key: tenant.headers['x-tenant-api-key'] ?? '' },
  });

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

it('asks with a tenant’s key, with an operator’s, and with an operator’s for a tenant', async () => {
  const storeId = await insertStore(world.database, tenant.id);
  const operator = createClient({ baseUrl: world.url, credentials: { operatorKey: OPERATOR_KEY } });
  const acting = createClient({ baseUrl: world.url, credentials: { operatorKey: OPERATOR_KEY, tenantId: tenant.id } });

  for (const client of [ofTenant(), acting]) {
    expect(orThrow(await client.GET('/v1/stores')).items).toMatchObject([{ id: storeId }]);
  }
  expect(orThrow(await operator.GET('/v1/tenants', { params: { query: { limit: 1 } } })).items).toHaveLength(1);
});

it('hands on a problem with its code, its detail and the id of the request, as a value or thrown', async () => {
  const id = randomUUID();
  const { error, response } = await ofTenant().GET('/v1/stores/{id}', { params: { path: { id } } });
  expect(error).toMatchObject({ code: 'not_found', request_id: response.headers.get('x-request-id') });

  const thrown = await Promise.resolve()
    .then(async () => orThrow(await ofTenant().GET('/v1/stores/{id}', { params: { path: { id } } })))
    .catch((reason: unknown) => reason);
  expect(thrown).toBeInstanceOf(ProblemError);
  expect(isProblem(thrown, 'conflict')).toBe(false);
  if (!isProblem(thrown, 'not_found')) throw new Error('is no such problem');
  expect(thrown).toMatchObject({ code: 'not_found', status: 404, detail: expect.stringContaining(id) });
  expect(thrown.message).toContain(thrown.requestId);
});

it('reads a list page by page and item by item, with its filters on every page', async () => {
  const owner = { tenantId: tenant.id, storeId: await insertStore(world.database, tenant.id) };
  const ids: string[] = [];
  for (const queued of [10, 20, 30, 40, 50]) ids.push(await insertRun(world.database, owner, { queued }));
  await insertRun(world.database, owner, { status: 'failed' });
  const request = { params: { query: { status: 'completed', limit: 2 } } };

  const pages = await collect(ofTenant().pages('/v1/sync-runs', request));
  expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
  const items = await collect(ofTenant().items('/v1/sync-runs', request));
  expect(items.map(({ id }) => id)).toEqual(ids);
});

it('throws the problem of a page', async () => {
  const request = { params: { query: { cursor: 'of another list' } } };
  await expect(collect(ofTenant().items('/v1/stores', request))).rejects.toMatchObject({ code: 'invalid_request' });
});

it('waits for a run, tells each change of it once, and returns it when it is over', async () => {
  const owner = { tenantId: tenant.id, storeId: await insertStore(world.database, tenant.id) };
  const runId = await insertRun(world.database, owner, { status: 'running', phase: 'reading' });
  const told: string[] = [];
  const waiting = ofTenant().waitForRun(runId, { everyMs: 5, onProgress: ({ status }) => told.push(status) });
  await until('the first look', () => told.length > 0);
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`update sync_runs set status = 'completed', finished_at = now()
                  where tenant_id = ${tenant.id}::uuid and id = ${runId}::uuid`,
  );

  expect(await waiting).toMatchObject({ id: runId, status: 'completed' });
  expect(told.at(-1)).toBe('completed');
  expect(told.filter((status) => status === 'completed')).toHaveLength(1);
});

it('gives a run back that waits for an approval', async () => {
  const owner = { tenantId: tenant.id, storeId: await insertStore(world.database, tenant.id) };
  const runId = await insertRun(world.database, owner, { status: 'awaiting_approval' });
  expect(await ofTenant().waitForRun(runId)).toMatchObject({ status: 'awaiting_approval' });
});

it('stops waiting when it is told to, and throws where there is no such run', async () => {
  const owner = { tenantId: tenant.id, storeId: await insertStore(world.database, tenant.id) };
  const runId = await insertRun(world.database, owner, { status: 'running' });
  const stop = new AbortController();
  const waiting = ofTenant().waitForRun(runId, {
    signal: stop.signal,
    onProgress: () => stop.abort(new Error('enough')),
  });
  await expect(waiting).rejects.toThrow('enough');
  await expect(ofTenant().waitForRun(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});
