import type { WooShop } from '../../../simulators/woocommerce/shop';
import { askForRun, startRun } from '../../../src/runs/start-run';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const AUDIT = {
  action: 'woocommerce_sync_triggered',
  actor: { kind: 'api_key', id: null, name: 'Anna', address: null, requestId: null },
} as const;

const LONG_AGO = '2026-01-05T08:00:00';

const product = (id: number, more: object = {}) => ({
  id,
  name: `Product ${id}`,
  regular_price: '5.00',
  date_created_gmt: LONG_AGO,
  date_modified_gmt: LONG_AGO,
  ...more,
});

/** A store of so many products that was read whole, and nothing of it changed lately. */
async function synced(count: number): Promise<{ shop: WooShop; store: Store }> {
  const products = Array.from({ length: count }, (_, index) => product(index + 1));
  const { shop, store } = await world.wooCommerce({ products });
  await world.sync(store);
  shop.resetCounters();
  return { shop, store };
}

const incremental = (store: Store) => world.sync(store, { mode: 'incremental' });

const watermarkOf = ({ tenantId, id }: Store): Promise<Date | null | undefined> =>
  world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ watermark: Date | null }>`
      select watermark from stores where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    return rows[0]?.watermark;
  });

it('I5 reads nothing and writes nothing where nothing changed, and moves the watermark', async () => {
  const { shop, store } = await synced(250);
  const before = await watermarkOf(store);
  const rows = await world.catalogue(store).products();

  const run = await incremental(store);

  expect(run).toMatchObject({ mode: 'incremental', status: 'completed', products: { seen: 0, missing: 0 } });
  expect(await world.catalogue(store).products()).toEqual(rows);
  expect(Number(await watermarkOf(store))).toBeGreaterThanOrEqual(Number(before));
  expect(shop.counters.requests).toBe(9);
});

it('brings exactly what changed, was made and was put into the bin; I1 what was deleted for good stays until a full run', async () => {
  const { shop, store } = await synced(230);
  shop.patch('7', { regular_price: '6.50' });
  shop.put({ id: 900, name: 'New', regular_price: '1.00' });
  shop.trash('8');
  shop.remove('9');

  const run = await incremental(store);

  expect(run).toMatchObject({
    status: 'completed',
    products: { created: 1, updated: 1, deactivated: 1, missing: 1 },
  });
  const products = await world.catalogue(store).products();
  expect(products.get('900')).toMatchObject({ is_active: true });
  expect(products.get('8')).toMatchObject({
    is_active: false,
    status: 'trash',
    deactivation: { run_id: run.id, evidence: { kind: 'trashed', source: 'confirmation' } },
  });
  expect(products.get('9')).toMatchObject({ is_active: true });

  expect(await world.sync(store)).toMatchObject({ mode: 'full', products: { deactivated: 1 } });
  expect(await world.catalogue(store).product('9')).toMatchObject({ is_active: false });
});

it('reads the variations of a product whole when one of them changed', async () => {
  const { shop, store } = await world.wooCommerce({ products: [product(1)] });
  shop.load(product(50, { type: 'variable' }), [
    { id: 51, regular_price: '5.00', date_modified_gmt: LONG_AGO },
    { id: 52, regular_price: '5.00', date_modified_gmt: LONG_AGO },
  ]);
  await world.sync(store);
  shop.patchVariation('50', '52', { regular_price: '9.00' });

  expect(await incremental(store)).toMatchObject({
    products: { seen: 1, updated: 1 },
    variants: { seen: 2, updated: 1 },
  });
});

it('finds 450 products that changed in the same second', async () => {
  const { shop, store } = await synced(460);
  const second = new Date().toISOString().slice(0, 19);
  for (let id = 1; id <= 450; id++) shop.put({ id, name: `Renamed ${id}`, date_modified_gmt: second });

  expect(await incremental(store)).toMatchObject({ status: 'completed', products: { seen: 450, updated: 450 } });
});

it('becomes a full run where the store was never read whole, and where its currency changed', async () => {
  const { shop, store } = await world.wooCommerce({ products: [product(1), product(2)] });
  expect(await incremental(store)).toMatchObject({ mode: 'full', status: 'completed', products: { created: 2 } });

  shop.currency = 'USD';
  expect(await incremental(store)).toMatchObject({ mode: 'full', status: 'completed', products: { updated: 2 } });
});

it('leaves the watermark where it was when the listing of changes is short', async () => {
  const { shop, store } = await synced(3);
  const before = await watermarkOf(store);
  for (const id of ['1', '2', '3']) shop.patch(id, { regular_price: '7.00' });
  shop.faults.add({
    path: 'offset=0&',
    answer: { status: 200, headers: { 'content-type': 'application/json', 'x-wp-total': '3' }, body: '[]' },
  });

  expect(await incremental(store)).toMatchObject({ status: 'completed_with_errors' });

  expect(await watermarkOf(store)).toEqual(before);
  shop.faults.clear();
  expect(await incremental(store)).toMatchObject({ status: 'completed', products: { updated: 3 } });
});

it('switches nothing off and asks nobody when the brake holds; the products say so, and a full run asks', async () => {
  const { shop, store } = await synced(12);
  await world.configure(store, { deactivation_brake: { count: 2, percent: 10 } });
  for (const id of ['1', '2', '3', '4']) shop.trash(id);

  const run = await incremental(store);

  expect(run).toMatchObject({
    status: 'completed_with_errors',
    products: { deactivated: 0, missing: 4 },
    problems: [{ type: 'deactivations_held', count: 4 }],
  });
  expect(await world.catalogue(store).active()).toHaveLength(12);
  expect(await world.sync(store)).toMatchObject({ status: 'awaiting_approval' });
});

it('I1 many small runs may not do together what one may not: the brake counts what the last day switched off', async () => {
  const { shop, store } = await synced(12);
  await world.configure(store, { deactivation_brake: { count: 3, percent: 20 } });
  for (const id of ['1', '2']) shop.trash(id);
  expect(await incremental(store)).toMatchObject({ status: 'completed', products: { deactivated: 2 } });
  for (const id of ['3', '4']) shop.trash(id);

  expect(await incremental(store)).toMatchObject({ status: 'completed_with_errors', products: { deactivated: 0 } });
});

it('I3 gives way to a full run that is asked for meanwhile: it ends cancelled, and says why', async () => {
  const { shop, store } = await synced(3);
  shop.patch('1', { regular_price: '7.00' });
  shop.faults.add({ path: 'modified_after', answer: { hang: true } });
  const { runId } = await world.start(store, { mode: 'incremental' });
  await until('the store is asked', async () => shop.requestLog.some(({ path }) => path.includes('modified_after')));

  const asked = await world.database.withTenant(store.tenantId, (sql) => askForRun(sql, store, AUDIT));
  const full = await startRun(world, store, { mode: 'full', trigger: 'api' }, asked);

  expect(full).toMatchObject({ kind: 'started', alreadyRunning: false, run: { mode: 'full' } });
  expect(await world.run(store, runId)).toMatchObject({ status: 'cancelled', error: { type: 'superseded' } });
  if (full.kind === 'started') expect(await world.ended(store, full)).toMatchObject({ status: 'completed' });
});

it('I5 a dry run writes nothing, also of products that were set aside', async () => {
  const { shop, store } = await synced(3);
  shop.put(product(4, { price: 'call us' }));
  await world.sync(store);
  shop.remove('4');
  const openRows = () =>
    world.database.withTenant(store.tenantId, async (sql) => {
      await sql`update rejected_products set last_seen_at = now() - interval '2 days' where tenant_id = ${store.tenantId}::uuid`;
      const { rows } =
        await sql`select external_id, closed_at from rejected_products where store_id = ${store.id}::uuid`;
      return rows;
    });
  const before = await openRows();
  expect(before).toEqual([{ external_id: '4', closed_at: null }]);

  expect(await world.sync(store, { mode: 'incremental', dryRun: true })).toMatchObject({ status: 'completed' });

  expect(await openRows()).toEqual(before);
});

it('asks again about what a run had confirmed that ended before it switched it off', async () => {
  const { shop, store } = await synced(12);
  shop.trash('5');
  const first = await incremental(store);
  await world.database.withTenant(store.tenantId, async (sql) => {
    await sql`update products set is_active = true where store_id = ${store.id}::uuid and external_id = '5'`;
    await sql`update missing_products set state = 'confirmed', checked_at = now() - interval '1 hour' where run_id = ${first.id}::uuid`;
    await sql`update sync_runs set status = 'cancelled' where id = ${first.id}::uuid`;
    await sql`update stores set watermark = now() + interval '6 minutes' where id = ${store.id}::uuid`;
  });

  expect(await incremental(store)).toMatchObject({ products: { missing: 1, deactivated: 1 } });
});
