import { until } from '../support/until';
import { type ServedWorld, servedWorld, whenRun } from './served-world';

let world: ServedWorld;
beforeAll(async () => {
  world = await servedWorld();
});
afterAll(() => world.close());

it('I2 brings a store into the catalogue: asked for, followed, read back', async () => {
  const { id, ask } = await world.tenant();
  await world.wooCommerce({ products: 120 }, id);

  const { body: accepted } = await ask('POST /v1/catalog/sync/woocommerce');
  const run = await whenRun(ask, accepted.run_id, 'completed');

  expect(run).toMatchObject({
    trigger: 'api',
    progress: 1,
    error: null,
    products: { announced: 120, seen: 120, created: 120 },
  });
  const { body: page } = await ask('GET /v1/catalog/products?limit=200');
  expect(page.items).toHaveLength(120);
  const product = await ask(`GET /v1/catalog/products/${page.items[0].id}`);
  expect(product.body.variants.length).toBeGreaterThanOrEqual(1);
  const logs = await ask('GET /v1/webhook-logs');
  expect(logs.body.items[0]).toMatchObject({ event: 'product_sync', status: 'success', run_id: accepted.run_id });
  expect((await ask('GET /v1/audit-logs')).body.items[0].metadata.task_id).toBe(accepted.task_id);
});

const IDS = Array.from({ length: 12 }, (_, index) => String(101 + index));

/** A run that found 5 of 12 products gone, where more than 2 are to be approved. */
async function waitingRun() {
  const { id, ask } = await world.tenant();
  const products = IDS.map((id) => ({ id, name: `Product ${id}`, regular_price: '5.00' }));
  const { shop, store } = await world.wooCommerce({ products }, id);
  const json = { settings: { deactivation_brake: { count: 2, percent: 10 } } };
  await ask(`PATCH /v1/stores/${store.id}`, { json });
  const { body: first } = await ask('POST /v1/catalog/sync/woocommerce');
  await whenRun(ask, first.run_id, 'completed');
  for (const id of IDS.slice(0, 5)) shop.remove(id);
  const { body: second } = await ask('POST /v1/catalog/sync/woocommerce');
  return { ask, run: await whenRun(ask, second.run_id, 'awaiting_approval') };
}

it('I1 deactivates what was approved, and only once', async () => {
  const { ask, run } = await waitingRun();
  const { body: missing } = await ask(`GET /v1/sync-runs/${run.id}/missing?limit=200`);
  expect(missing.items.map((item: { external_id: string }) => item.external_id)).toEqual(IDS.slice(0, 5));
  const external_ids = IDS.slice(0, 2);

  const approved = await ask(`POST /v1/sync-runs/${run.id}/approve`, { json: { external_ids } });

  expect(approved).toMatchObject({ status: 202, body: { run_id: run.id } });
  expect((await ask(`POST /v1/sync-runs/${run.id}/approve`)).status).toBe(409);
  const ended = await whenRun(ask, run.id, 'completed_with_errors');
  expect(ended.products.deactivated).toBe(2);
  const { body: inactive } = await ask('GET /v1/catalog/products?is_active=false');
  expect(inactive.items.map((item: { external_id: string }) => item.external_id).sort()).toEqual(external_ids);
  expect(inactive.items[0].deactivation).toMatchObject({ run_id: run.id, evidence: { source: 'confirmation' } });
  const [entry] = (await ask('GET /v1/audit-logs')).body.items;
  expect(entry).toMatchObject({ action: 'deactivation_approved', actor: { kind: 'api_key' } });
});

it('I1 keeps everything when the deactivation was rejected', async () => {
  const { ask, run } = await waitingRun();

  expect((await ask(`POST /v1/sync-runs/${run.id}/reject`)).status).toBe(202);

  const ended = await whenRun(ask, run.id, 'completed_with_errors');
  expect(ended.products.deactivated).toBe(0);
});

it('lets an operator find a run that waits for approval, look at it and decide for its tenant', async () => {
  const { ask, run } = await waitingRun();
  const { body: waiting } = await world.operator('GET /v1/sync-runs?status=awaiting_approval');
  const found = waiting.items.find(({ id }: { id: string }) => id === run.id);
  expect(found).toMatchObject({ products: { missing: 5 }, tenant_name: 'Acme' });
  const headers = { 'x-tenant-id': found.tenant_id };

  const missing = await world.operator(`GET /v1/sync-runs/${run.id}/missing`, { headers });
  expect(missing.body.items).toHaveLength(5);
  expect((await world.operator(`POST /v1/sync-runs/${run.id}/approve`)).status).toBe(400);
  expect((await world.operator(`POST /v1/sync-runs/${run.id}/approve`, { headers })).status).toBe(202);

  const ended = await whenRun(ask, run.id, 'completed');
  expect(ended.products.deactivated).toBe(5);
  expect((await ask('GET /v1/audit-logs')).body.items[0]).toMatchObject({
    action: 'deactivation_approved',
    actor: { kind: 'operator', id: null, name: 'operator' },
  });
});

it('sweeps the stores of all tenants and counts them', async () => {
  const tenants = [await world.tenant(), await world.tenant()];
  for (const { id } of tenants) await world.shopify({ products: 3 }, id);

  const { body: accepted } = await world.operator('POST /v1/sync-all', { json: { platform: 'shopify' } });
  const sweep = await until('the sweep is completed', async () => {
    const { body } = await world.operator(`GET /v1/sync-all/${accepted.run_id}`);
    return body.status === 'completed' && body;
  });

  expect(sweep).toMatchObject({ scheduled: 2, completed: 2, running: 0, failed: {}, skipped: 0 });
  for (const { ask } of tenants) expect((await ask('GET /v1/sync-runs')).body.items).toHaveLength(1);
});

it('compares a store with the catalogue, and lists where they differ', async () => {
  const { id, ask } = await world.tenant();
  const { shop, store } = await world.wooCommerce({ products: [{ id: '1', name: 'A', regular_price: '5.00' }] }, id);
  const { body: synced } = await ask('POST /v1/catalog/sync/woocommerce');
  await whenRun(ask, synced.run_id, 'completed');
  shop.patch('1', { name: 'B' });

  const { status, body: accepted } = await ask(`POST /v1/stores/${store.id}/verify`);
  expect({ status, workflow: accepted.workflow_id }).toEqual({
    status: 202,
    workflow: `dry-run-products/woocommerce/${store.id}`,
  });
  await whenRun(ask, accepted.run_id, 'completed');

  const { body: found } = await ask(`GET /v1/sync-runs/${accepted.run_id}/differences`);
  expect(found.items).toMatchObject([{ kind: 'changed', external_id: '1', title: 'B' }]);
  expect(found.items[0].fields).toContainEqual({ field: 'title', before: 'A', after: 'B' });
  expect((await ask(`GET /v1/sync-runs/${synced.run_id}/differences`)).body.code).toBe('conflict');
  const { body: audit } = await ask('GET /v1/audit-logs');
  expect(audit.items[0]).toMatchObject({ action: 'store_verified', metadata: { store_id: store.id } });
});

it('lets a follower read every change once, and come back for more', async () => {
  const { id, ask } = await world.tenant();
  const products = ['1', '2', '3'].map((each) => ({ id: each, name: each, regular_price: '5.00' }));
  const { shop } = await world.wooCommerce({ products }, id);
  await whenRun(ask, (await ask('POST /v1/catalog/sync/woocommerce')).body.run_id, 'completed');

  const { body: first } = await ask('GET /v1/catalog/changes?limit=2');
  const { body: second } = await ask(`GET /v1/catalog/changes?limit=2&cursor=${first.next_cursor}`);
  expect([...first.items, ...second.items].map(({ seq, kind }) => [seq, kind])).toEqual([
    [1, 'created'],
    [2, 'created'],
    [3, 'created'],
  ]);
  const { body: none } = await ask(`GET /v1/catalog/changes?limit=2&cursor=${second.next_cursor}`);
  expect(none.items).toEqual([]);

  shop.patch('2', { name: 'Two' });
  await whenRun(ask, (await ask('POST /v1/catalog/sync/woocommerce')).body.run_id, 'completed');
  const { body: later } = await ask(`GET /v1/catalog/changes?cursor=${none.next_cursor}`);
  expect(later.items).toContainEqual(
    expect.objectContaining({ seq: 4, kind: 'updated', field: 'title', before: '2', after: 'Two' }),
  );
});

it('approves a run that the brake against mass damage ended: a new one goes through', async () => {
  const { id, ask } = await world.tenant();
  const ids = Array.from({ length: 60 }, (_, index) => String(index + 1));
  const { shop, store } = await world.wooCommerce(
    { products: ids.map((each) => ({ id: each, name: each, regular_price: '5.00' })) },
    id,
  );
  await whenRun(ask, (await ask('POST /v1/catalog/sync/woocommerce')).body.run_id, 'completed');
  for (const each of ids) shop.patch(each, { regular_price: '0', price: '0' });
  const { body: stopped } = await ask('POST /v1/catalog/sync/woocommerce');
  const failed = await whenRun(ask, stopped.run_id, 'failed');
  expect(failed.error).toMatchObject({ type: 'suspicious_change' });
  expect((await ask(`POST /v1/sync-runs/${stopped.run_id}/reject`)).status).toBe(409);

  const { status, body: accepted } = await ask(`POST /v1/sync-runs/${stopped.run_id}/approve`);
  expect(status).toBe(202);
  expect(accepted.run_id).not.toBe(stopped.run_id);
  const run = await whenRun(ask, accepted.run_id, 'completed');

  expect(run.products).toMatchObject({ updated: 60 });
  const { body: audit } = await ask('GET /v1/audit-logs');
  expect(audit.items[0]).toMatchObject({
    action: 'brake_accepted',
    metadata: { run_id: stopped.run_id, brake: 'suspicious_change', store_id: store.id },
  });
});
