import { randomUUID } from 'node:crypto';
import { REJECTION_REASONS } from '../../src/model/rejection';
import { type ApiWorld, apiWorld, type TestTenant } from './api-world';
import { insertProduct, insertRun, insertStore } from './rows';

let world: ApiWorld;
let tenant: TestTenant;
let owner: { tenantId: string; storeId: string };

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  owner = { tenantId: tenant.id, storeId: await insertStore(world.database, tenant.id) };
});
afterAll(() => world.close());

const run = (row?: Parameters<typeof insertRun>[2]) => insertRun(world.database, owner, row);

async function addRejected(runId: string, externalIds: string[], payload = '{"id":9007199254740993}'): Promise<void> {
  await world.database.withTenant(
    owner.tenantId,
    (sql) => sql`
      insert into rejected_products (tenant_id, store_id, external_id, run_id, title, reason, path, message, payload,
                                     observation)
      select ${owner.tenantId}::uuid, ${owner.storeId}::uuid, id, ${runId}::uuid, 'Broken', ${REJECTION_REASONS[0]}::text,
             'price', 'is no decimal', ${payload}::text, 1
        from unnest(${externalIds}::text[]) id`,
  );
}

async function addMissing(runId: string, externalId: string): Promise<string> {
  const productId = await insertProduct(world.database, owner, { externalId, price: '12.00' });
  const evidence = { kind: 'not_found', source: 'confirmation', checked_at: '2026-11-25T09:00:00Z' };
  await world.database.withTenant(
    owner.tenantId,
    (sql) => sql`
      insert into missing_products (tenant_id, run_id, external_id, product_id, state, evidence)
      values (${owner.tenantId}::uuid, ${runId}::uuid, ${externalId}::text, ${productId}::uuid, 'confirmed',
              ${JSON.stringify(evidence)}::jsonb)`,
  );
  return productId;
}

it('lists runs newest first, page by page, each once', async () => {
  const ids: string[] = [];
  for (const queued of [10, 20, 30, 40, 50]) ids.push(await run({ queued }));

  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await tenant.ask(`GET /v1/sync-runs?limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.items.map((item: { id: string }) => item.id));
    cursor = body.next_cursor ?? '';
  } while (cursor);

  expect(seen).toEqual(ids);
});

it('pages through runs of the same instant without losing one', async () => {
  await Promise.all(Array.from({ length: 3 }, () => run()));
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`update sync_runs set queued_at = '2026-11-25T09:00:00.123456Z' where tenant_id = ${tenant.id}::uuid`,
  );
  const first = await tenant.ask('GET /v1/sync-runs?limit=2');
  const second = await tenant.ask(`GET /v1/sync-runs?limit=2&cursor=${first.body.next_cursor}`);
  const ids = [...first.body.items, ...second.body.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
  expect(second.body.next_cursor).toBeNull();
});

it('filters runs by store and status', async () => {
  const failed = await run({ status: 'failed' });
  await run();
  await insertRun(world.database, { ...owner, storeId: await insertStore(world.database, tenant.id) });

  const { body } = await tenant.ask(`GET /v1/sync-runs?store_id=${owner.storeId}&status=failed`);
  expect(body.items.map((item: { id: string }) => item.id)).toEqual([failed]);
});

it('leaves refreshes out unless they are asked for, and takes several values of a filter', async () => {
  const lists = async (query: string) =>
    (await tenant.ask(`GET /v1/sync-runs?${query}`)).body.items.map((item: { id: string }) => item.id);
  const refresh = await run({ mode: 'refresh', trigger: 'webhook', queued: 50 });
  const prices = await run({ mode: 'prices', status: 'failed', errorType: 'store_frozen', queued: 40 });
  const full = await run({ queued: 30 });

  expect(await lists('')).toEqual([full, prices]);
  expect(await lists('mode=refresh')).toEqual([refresh]);
  expect(await lists('mode=refresh,full')).toEqual([full, refresh]);
  expect(await lists('status=failed,completed')).toEqual([full, prices]);
  expect(await lists('mode=refresh,prices&trigger=webhook,cli')).toEqual([refresh]);
  expect(await lists('error_type=store_frozen,internal')).toEqual([prices]);
  const at = (id: string) =>
    tenant.ask(`GET /v1/sync-runs/${id}`).then(({ body }) => encodeURIComponent(body.queued_at));
  expect(await lists(`until=${await at(full)}`)).toEqual([prices]);
  expect(await lists(`since=${await at(full)}`)).toEqual([full]);

  const { body } = await tenant.ask('GET /v1/sync-runs?mode=full,prices&limit=1');
  const next = await tenant.ask(`GET /v1/sync-runs?mode=prices,full&limit=1&cursor=${body.next_cursor}`);
  expect(next.body.items.map((item: { id: string }) => item.id)).toEqual([prices]);
  expect((await tenant.ask(`GET /v1/sync-runs?limit=1&cursor=${body.next_cursor}`)).status).toBe(400);
});

it('says how far a run is, from its manifest', async () => {
  const id = await run({ status: 'running', phase: 'reading', announced: 8 });
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`
      insert into sync_pages (tenant_id, run_id, batch_id, page, store_id, observation, external_ids, rejected_ids,
                              created, updated, unchanged, reactivated, deactivated, rejected, variants_seen,
                              variants_created, variants_updated, variants_removed, requests, throttled_ms)
      values (${tenant.id}::uuid, ${id}::uuid, gen_random_uuid(), 1, ${owner.storeId}::uuid, 1, '{1,2,3}', '{4}',
              1, 1, 1, 0, 0, 1, 5, 1, 1, 0, 2, 30)`,
  );

  const { body } = await tenant.ask(`GET /v1/sync-runs/${id}`);

  expect(body).toMatchObject({
    status: 'running',
    progress: 0.5,
    finished_at: null,
    products: { announced: 8, seen: 4, created: 1, updated: 1, unchanged: 1, rejected: 1, missing: 0 },
    pages: { merged: 1 },
    requests: 2,
    throttled_ms: 30,
  });
  expect(body.duration_ms).toBeGreaterThanOrEqual(30_000);
});

it('asks Temporal to cancel a run, once the run is one', async () => {
  const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');

  expect((await tenant.ask(`POST /v1/sync-runs/${body.run_id}/cancel`)).status).toBe(202);

  const { events } = await world.temporal.ask((client) => client.workflow.getHandle(body.workflow_id).fetchHistory());
  expect(events?.some((event) => event.workflowExecutionCancelRequestedEventAttributes)).toBe(true);
  const log = await tenant.ask('GET /v1/audit-logs');
  expect(log.body.items[0]).toMatchObject({ action: 'sync_cancelled', metadata: { run_id: body.run_id } });
});

it('cancels neither what is over nor what waits for approval, and says what ends that', async () => {
  const over = await tenant.ask(`POST /v1/sync-runs/${await run()}/cancel`);
  expect(over.body).toMatchObject({ status: 409, code: 'conflict' });
  const gone = await tenant.ask(`POST /v1/sync-runs/${await run({ status: 'running' })}/cancel`);
  expect(gone.status).toBe(409);
  const waiting = await run({ status: 'awaiting_approval' });
  const { body } = await tenant.ask(`POST /v1/sync-runs/${waiting}/cancel`);
  expect(body).toMatchObject({ status: 409, detail: expect.stringContaining(`${waiting}/reject`) });
});

it.each(['approve', 'reject'])('refuses to %s a run that does not wait for it', async (verdict) => {
  const { body } = await tenant.ask(`POST /v1/sync-runs/${await run()}/${verdict}`);
  expect(body).toMatchObject({ status: 409, code: 'conflict' });
  const nobodyWaits = await tenant.ask(`POST /v1/sync-runs/${await run({ status: 'awaiting_approval' })}/${verdict}`);
  expect(nobodyWaits.status).toBe(409);
});

it('approves only products that the run lists as missing', async () => {
  const id = await run({ status: 'awaiting_approval' });
  await addMissing(id, '1');
  const { body } = await tenant.ask(`POST /v1/sync-runs/${id}/approve`, { json: { external_ids: ['1', '2'] } });
  expect(body).toMatchObject({ status: 400, errors: [{ path: 'external_ids' }] });
  expect(body.errors[0].message).toMatch(/^2 /);
});

it('lists what was missing, with the store’s own word', async () => {
  const id = await run({ status: 'awaiting_approval' });
  for (const externalId of ['1', '2', '3']) await addMissing(id, externalId);

  const first = await tenant.ask(`GET /v1/sync-runs/${id}/missing?limit=2`);
  const second = await tenant.ask(`GET /v1/sync-runs/${id}/missing?limit=2&cursor=${first.body.next_cursor}`);

  const items = [...first.body.items, ...second.body.items];
  expect(items.map((item) => item.external_id)).toEqual(['1', '2', '3']);
  expect(items[0]).toMatchObject({ title: 'Product 1', price: '12.00', evidence: { kind: 'not_found' } });
});

it('I7 lists what a run set aside, its payload to the last digit (I11)', async () => {
  const id = await run({ status: 'completed_with_errors' });
  await addRejected(id, ['1']);
  await addRejected(await run(), ['2']);

  const { body } = await tenant.ask(`GET /v1/sync-runs/${id}/rejected`);

  expect(body.items).toHaveLength(1);
  expect(body.items[0]).toMatchObject({
    external_id: '1',
    reason: 'price_unreadable',
    payload: '{"id":9007199254740993}',
  });
});

it('ends a page of what was set aside where it holds 4 MB, whatever its limit, and goes on behind it', async () => {
  const id = await run({ status: 'completed_with_errors' });
  const ids = Array.from({ length: 40 }, (_, n) => `large-${n + 10}`);
  await addRejected(id, ids, JSON.stringify({ description: 'x'.repeat(250_000) }));

  const seen: string[] = [];
  let cursor = '';
  do {
    const { body, text } = await tenant.ask(`GET /v1/sync-runs/${id}/rejected?limit=200${cursor}`);
    expect(text.length).toBeLessThan(4_500_000);
    seen.push(...body.items.map((item: { external_id: string }) => item.external_id));
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(ids);
});

it('I7 retries what was set aside, in a run of its own', async () => {
  const id = await run({ status: 'completed_with_errors' });
  await addRejected(id, ['1', '2']);

  const { body } = await tenant.ask(`POST /v1/sync-runs/${id}/rejected/retry`, { json: { external_ids: ['2', '3'] } });

  expect(body.workflow_id).toBe(`refresh-products/woocommerce/${owner.storeId}`);
  expect((await tenant.ask(`GET /v1/sync-runs/${body.run_id}`)).body).toMatchObject({
    status: 'queued',
    mode: 'refresh',
  });
  const history = await world.temporal.ask((client) => client.workflow.getHandle(body.workflow_id).fetchHistory());
  const [input] = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const started = JSON.parse(Buffer.from(input?.data ?? []).toString());
  expect(started).toMatchObject({ mode: 'refresh', externalIds: ['2'] });

  const meanwhile = await tenant.ask(`POST /v1/stores/${owner.storeId}/rejected/retry`);
  expect(meanwhile.body).toMatchObject({ status: 409, running: { run_id: body.run_id } });
});

it('has nothing to retry when nothing is set aside', async () => {
  expect((await tenant.ask(`POST /v1/stores/${owner.storeId}/rejected/retry`)).status).toBe(409);
  expect((await tenant.ask(`POST /v1/sync-runs/${await run()}/rejected/retry`)).status).toBe(409);
  expect((await tenant.ask(`POST /v1/sync-runs/${randomUUID()}/rejected/retry`)).status).toBe(404);
});
