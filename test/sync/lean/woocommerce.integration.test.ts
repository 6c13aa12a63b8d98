import type { WooShop } from '../../../simulators/woocommerce/shop';
import { LEAN_MODES } from '../../../src/model/freshness/lean-product';
import { askForRun, startRun } from '../../../src/runs/start-run';
import type { Store } from '../../../src/stores/store';
import { byId, catalogueToCompare } from '../../support/compared';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';
import { expectedOfWoo } from '../../support/woo-oracle';
import { freshnessOf, otherColumns, toldOf, writtenRows } from './lean-rows';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const BOTH = LEAN_MODES.map((mode) => ({ mode }));

const AUDIT = {
  action: 'woocommerce_sync_triggered',
  actor: { kind: 'api_key', id: null, name: 'Anna', address: null, requestId: null },
} as const;

async function readWhole(options: Parameters<SyncWorld['wooCommerce']>[0]): Promise<{ shop: WooShop; store: Store }> {
  const { shop, store } = await world.wooCommerce(options);
  await world.sync(store);
  shop.resetCounters();
  return { shop, store };
}

/** Past WooCommerce, as an importer writes: no date tells of it. */
const STOCK = { manage_stock: true, stock_quantity: 3, stock_status: 'instock' } as const;
const PRICES = { regular_price: '99.90', sale_price: '77.10', price: '77.10' } as const;

it.each(BOTH)(
  'I5 $mode writes exactly what changed in its columns, past WooCommerce too, and a full run behind it finds the rest',
  async ({ mode }) => {
    const { shop, store } = await readWhole({ products: 250, nasty: true });
    const simple = [...shop.products.values()].flatMap(({ id, type }) => (type === 'simple' ? [String(id)] : []));
    const changed = simple.slice(20, 25).sort();
    for (const id of changed) shop.writeDirectly(id, { ...STOCK, ...PRICES, name: 'Renamed' });
    const before = await otherColumns(world, store, mode);

    const run = await world.sync(store, { mode });

    expect(run).toMatchObject({ mode, products: { updated: 5, created: 0 } });
    expect(await toldOf(world, store, run.id)).toEqual(changed);
    expect(await otherColumns(world, store, mode)).toEqual(before);
    const written = await writtenRows(world, store);
    expect((await world.sync(store, { mode })).products).toMatchObject({ updated: 0 });
    expect(await writtenRows(world, store)).toEqual(written);

    await world.sync(store);
    expect(byId(await catalogueToCompare(world.database, store))).toEqual(byId(expectedOfWoo(shop)));
  },
);

it.each(BOTH)('I5 a full run writes nothing behind $mode that brought all that changed', async ({ mode }) => {
  const { shop, store } = await readWhole({ products: 120, variableShare: 0.4 });
  const fields = mode === 'prices' ? PRICES : STOCK;
  for (const { id, type, variations } of shop.products.values()) {
    if (type === 'simple') shop.writeDirectly(String(id), fields);
    for (const variation of variations) shop.writeVariationDirectly(String(id), String(variation), fields);
  }
  expect((await world.sync(store, { mode })).products.updated).toBeGreaterThan(100);
  const written = await writtenRows(world, store);

  expect((await world.sync(store)).products).toMatchObject({ seen: 120, unchanged: 120, updated: 0 });
  expect(await writtenRows(world, store)).toEqual(written);
});

it.each(BOTH)('$mode reads whole, by id, what the catalogue lacks or has with other variants', async ({ mode }) => {
  const { shop, store } = await readWhole({ products: 12, variableShare: 0 });
  shop.load({ id: 600, type: 'variable', name: 'Known' }, [
    { id: 601, regular_price: '5.00' },
    { id: 602, regular_price: '5.00' },
  ]);
  await world.sync(store);
  shop.removeVariation('600', '601');
  shop.put({ id: 900, name: 'New', regular_price: '1.00' });

  const run = await world.sync(store, { mode });

  expect(run).toMatchObject({ status: 'completed', problems: [] });
  expect(run.products).toMatchObject({ seen: 14, unknown: 2, created: 1, updated: 1, unchanged: 12 });
  expect(run.variants).toMatchObject({ removed: 1 });
});

it('I7 leaves what was set aside to its wait, reads it when that is over, and says so meanwhile', async () => {
  const { shop, store } = await readWhole({ products: 3, variableShare: 0 });
  shop.put({ id: 900, name: 'New', price: 'call us' });
  const first = await world.sync(store, { mode: 'inventory' });
  expect(first).toMatchObject({
    status: 'completed_with_errors',
    products: { unknown: 1, rejected: 1 },
    problems: [{ type: 'products_set_aside', count: 1 }],
  });
  shop.put({ id: 900, name: 'New', price: '1.00', regular_price: '1.00' });

  expect(await world.sync(store, { mode: 'inventory' })).toMatchObject({
    status: 'completed_with_errors',
    products: { unknown: 1, created: 0, rejected: 0 },
    problems: [{ type: 'products_unknown', count: 1 }],
  });
  await world.database.withTenant(
    store.tenantId,
    (sql) =>
      sql`update rejected_products set last_seen_at = now() - interval '1 hour' where store_id = ${store.id}::uuid`,
  );
  expect(await world.sync(store, { mode: 'inventory' })).toMatchObject({
    status: 'completed',
    products: { unknown: 1, created: 1 },
  });
});

it('brings a full run forward once, not again when one that came since did not help', async () => {
  const { shop, store } = await readWhole({ products: 2, variableShare: 0 });
  for (let id = 1_000; id < 1_201; id++) shop.put({ id, name: `New ${id}`, price: 'call us' });
  const asks = async () => {
    await world.database.withTenant(
      store.tenantId,
      (sql) =>
        sql`update rejected_products set last_seen_at = now() - interval '1 day' where store_id = ${store.id}::uuid`,
    );
    const { status, products } = await world.sync(store, { mode: 'prices' });
    expect([status, products.unknown]).toEqual(['completed_with_errors', 201]);
    return (await freshnessOf(world, store))?.full_wanted_why ?? null;
  };
  const settings = { suspicious_change: { percent: 100 } };
  await world.configure(store, settings);
  expect(await asks()).toContain('201 products');
  expect(await world.sync(store)).toMatchObject({ products: { rejected: 201 } });
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`update stores set full_wanted_at = null, full_wanted_why = null where id = ${store.id}::uuid`,
  );

  expect(await asks()).toBeNull();

  // Most are others now, which no full run has met.
  for (let id = 2_000; id < 2_300; id++) shop.put({ id, name: `Newer ${id}`, regular_price: '1.00' });
  await world.sync(store, { mode: 'prices' });
  expect((await freshnessOf(world, store))?.full_wanted_why).toContain('501 products');
});

it('fails with the reason where the shop lost its list of all variations since it was asked for', async () => {
  const { store } = await world.wooCommerce({ products: 3, version: '9.9.5' });
  await world.sync(store);

  expect(await world.sync(store, { mode: 'prices' })).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { type: 'store_not_supported' },
  });
});

it('I3 gives way to a full run that is asked for meanwhile: it ends cancelled, and says why', async () => {
  const { shop, store } = await readWhole({ products: 3 });
  shop.faults.add({ path: '_fields=', answer: { hang: true } });
  const { runId } = await world.start(store, { mode: 'prices' });
  await until('the store is asked', async () => shop.requestLog.some(({ path }) => path.includes('_fields=')));
  shop.faults.clear();

  const asked = await world.database.withTenant(store.tenantId, (sql) => askForRun(sql, store, AUDIT));
  const full = await startRun(world, store, { mode: 'full', trigger: 'api' }, asked);

  expect(full).toMatchObject({ kind: 'started', alreadyRunning: false, run: { mode: 'full' } });
  expect(await world.run(store, runId)).toMatchObject({
    mode: 'prices',
    status: 'cancelled',
    error: { type: 'superseded' },
  });
  if (full.kind === 'started') expect(await world.ended(store, full)).toMatchObject({ status: 'completed' });
});
