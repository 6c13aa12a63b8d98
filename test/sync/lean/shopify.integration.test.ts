import type { ShopifyShop } from '../../../simulators/shopify/shop';
import { LEAN_MODES } from '../../../src/model/freshness/lean-product';
import { byId, catalogueToCompare } from '../../support/compared';
import { expectedOfShopify } from '../../support/shopify-oracle';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { freshnessOf, otherColumns, toldOf, writtenRows } from './lean-rows';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const BOTH = LEAN_MODES.map((mode) => ({ mode }));
const EACH_WAY = BOTH.flatMap(({ mode }) => [
  { mode, reader: 'pages' as const, bulkAbove: 10_000 },
  { mode, reader: 'bulk' as const, bulkAbove: 10 },
]);

async function readWhole(options: Parameters<SyncWorld['shopify']>[0], bulkAbove = 10_000) {
  const { shop, store } = await world.shopify(options);
  await world.configure(store, { bulk_above: { products: bulkAbove } });
  await world.sync(store);
  return { shop, store };
}

/** Everything of a product changes that both groups have, and something that neither has. */
function changeAll(shop: ShopifyShop, id: string): void {
  const { variants } = shop.products.get(id) ?? { variants: [] };
  shop.patch(id, { title: 'Renamed' });
  for (const { id: variantId, inventoryItem } of variants) {
    const stock = {
      inventoryQuantity: 3,
      inventoryPolicy: 'DENY' as const,
      inventoryItem: { ...inventoryItem, tracked: true },
    };
    shop.patchVariant(variantId, { price: '77.10', compareAtPrice: '99.90', ...stock });
  }
}

it.each(EACH_WAY)(
  'I5 $mode by $reader writes exactly what changed in its columns, and a full run behind it finds the rest',
  async ({ mode, reader, bulkAbove }) => {
    const { shop, store } = await readWhole({ products: 60, nasty: true }, bulkAbove);
    const changed = [...shop.products.keys()].slice(10, 15).sort();
    for (const id of changed) changeAll(shop, id);
    const before = await otherColumns(world, store, mode);

    const run = await world.sync(store, { mode });

    expect(run).toMatchObject({ mode, status: 'completed', reader });
    expect(run.products).toMatchObject({ seen: shop.products.size, updated: 5, created: 0, unknown: 0 });
    expect(await toldOf(world, store, run.id)).toEqual(changed);
    expect(await otherColumns(world, store, mode)).toEqual(before);
    const written = await writtenRows(world, store);
    expect((await world.sync(store, { mode })).products).toMatchObject({ updated: 0, unchanged: shop.products.size });
    expect(await writtenRows(world, store)).toEqual(written);

    await world.sync(store);
    expect(byId(await catalogueToCompare(world.database, store))).toEqual(byId(expectedOfShopify(shop)));
  },
);

it.each(EACH_WAY)(
  'I5 a full run writes nothing behind $mode by $reader that brought all that changed',
  async ({ mode, bulkAbove }) => {
    const { shop, store } = await readWhole({ products: 30 }, bulkAbove);
    for (const { id, inventoryItem } of shop.index.variants()) {
      const stock = { inventoryQuantity: 3, inventoryItem: { ...inventoryItem, tracked: true } };
      shop.patchVariant(id, mode === 'prices' ? { price: '77.10', compareAtPrice: '99.90' } : stock);
    }
    expect((await world.sync(store, { mode })).products.updated).toBeGreaterThan(20);
    const written = await writtenRows(world, store);

    expect((await world.sync(store)).products).toMatchObject({ unchanged: 30, updated: 0 });
    expect(await writtenRows(world, store)).toEqual(written);
  },
);

it.each(BOTH)('$mode reads whole, by id, what the catalogue lacks or has with other variants', async ({ mode }) => {
  const { shop, store } = await readWhole({ products: 20, variantsEach: 3 });
  const [first = '', second = ''] = shop.products.keys();
  const [variant] = shop.products.get(first)?.variants ?? [];
  shop.removeVariant(variant?.id ?? '');
  const [copied] = [...shop.products.values()].slice(-1);
  if (copied === undefined) throw new Error('the shop has products');
  shop.put({
    ...copied,
    id: '900',
    handle: 'new',
    variants: copied.variants.map((each, index) => ({ ...each, id: `90${index}`, productId: '900' })),
  });
  shop.patch(second, { title: 'Renamed' });

  const run = await world.sync(store, { mode });

  expect(run).toMatchObject({ status: 'completed', problems: [] });
  expect(run.products).toMatchObject({ seen: 21, unknown: 2, created: 1, updated: 1, unchanged: 19, missing: 0 });
  expect(run.variants).toMatchObject({ seen: 62, removed: 1 });
  const products = await world.catalogue(store).products();
  expect(products.get('900')).toMatchObject({ is_active: true });
  expect(products.get(second)?.title).not.toBe('Renamed');
});

it.each(BOTH)(
  '$mode moves neither the watermark nor the number of products, and looks for nothing that is missing',
  async ({ mode }) => {
    const { shop, store } = await readWhole({ products: 12 });
    const before = await freshnessOf(world, store);
    const [gone = '', archived = ''] = [...shop.products.values()].flatMap(({ id, status }) =>
      status === 'ACTIVE' ? [id] : [],
    );
    shop.remove(gone);
    shop.setStatus(archived, 'ARCHIVED');

    expect(await world.sync(store, { mode })).toMatchObject({
      status: 'completed',
      products: { seen: 11, missing: 0, deactivated: 0 },
    });

    expect(await freshnessOf(world, store)).toEqual(before);
    for (const id of [gone, archived])
      expect(await world.catalogue(store).product(id)).toMatchObject({ is_active: true });
  },
);

it.each(BOTH)('$mode of a store that was never read whole is a full run', async ({ mode }) => {
  const { store } = await world.shopify({ products: 3 });
  expect(await world.sync(store, { mode })).toMatchObject({
    mode: 'full',
    status: 'completed',
    products: { created: 3 },
  });
});

it('prices write a changed currency, and it is the store’s when all of them are read', async () => {
  const { shop, store } = await readWhole({ products: 6 });
  shop.options.currency = 'USD';

  expect(await world.sync(store, { mode: 'inventory' })).toMatchObject({ products: { updated: 0, unchanged: 6 } });
  expect(await freshnessOf(world, store)).toMatchObject({ currency: 'EUR' });
  expect(await world.sync(store, { mode: 'prices' })).toMatchObject({ mode: 'prices', products: { updated: 6 } });

  expect(await freshnessOf(world, store)).toMatchObject({ currency: 'USD' });
  expect(await world.sync(store)).toMatchObject({ products: { updated: 0, unchanged: 6 } });
});

it('leaves more than 200 unknown products to a full run, which it brings forward, and says so', async () => {
  const { shop, store } = await readWhole({ products: 2 });
  const [pattern] = shop.products.values();
  if (pattern === undefined) throw new Error('the shop has products');
  for (let id = 1_000; id < 1_201; id++) {
    shop.put({
      ...pattern,
      id: `${id}`,
      handle: `new-${id}`,
      variants: pattern.variants.map((each, index) => ({ ...each, id: `${id}${index}`, productId: `${id}` })),
    });
  }

  const run = await world.sync(store, { mode: 'prices' });

  expect(run).toMatchObject({
    status: 'completed_with_errors',
    products: { unknown: 201, created: 0, seen: 2 },
    problems: [{ type: 'products_unknown', count: 201 }],
  });
  expect(await freshnessOf(world, store)).toMatchObject({
    full_wanted_why: expect.stringContaining('met 201 products that the catalogue lacks'),
  });
  expect((await world.sync(store)).products).toMatchObject({ created: 201 });
});

it('fails without a retry of its own, and leaves what it merged', async () => {
  const { shop, store } = await readWhole({ products: 3 });
  shop.faults.add({ match: 'products(', answer: { status: 500, body: 'no' } });

  expect(await world.sync(store, { mode: 'prices' })).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { type: 'store_unreachable' },
  });
});

it('a dry run tells the differences of its group and of what it read by id, and writes nothing', async () => {
  const { shop, store } = await readWhole({ products: 12 });
  const [changed = ''] = shop.products.keys();
  changeAll(shop, changed);
  const written = await writtenRows(world, store);

  const run = await world.sync(store, { mode: 'prices', dryRun: true });

  expect(run).toMatchObject({ mode: 'prices', dry_run: true, status: 'completed', products: { updated: 1 } });
  expect(await writtenRows(world, store)).toEqual(written);
  const fields = await world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ external_id: string; fields: { field: string }[] }>`
      select external_id, fields from run_differences where run_id = ${run.id}::uuid`;
    return rows.map(({ external_id, fields }) => ({ external_id, fields: fields.map(({ field }) => field) }));
  });
  expect(fields).toEqual([{ external_id: changed, fields: expect.arrayContaining(['price']) }]);
  expect(fields[0]?.fields.join()).not.toMatch(/title|stock/);
});
