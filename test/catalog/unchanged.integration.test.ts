import { CANONICAL_FORM } from '../../src/model/product';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product, products, variant } from './products';
import { changesOf, productOf, rowVersions } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

it.each([
  ['the very same', (all: ReturnType<typeof products>) => all],
  [
    'but for the store’s own date',
    (all: ReturnType<typeof products>) => all.map((each) => ({ ...each, source_updated_at: '2026-11-25T09:00:00Z' })),
  ],
  ['with their keys in another order', (all: ReturnType<typeof products>) => all.map(reversed)],
])('I5 writes no product and no variant when they are %s', async (_, again) => {
  const shop = await world.shop();
  await shop.observe(products(25));
  const before = await rowVersions(shop);
  await shop.openRun();

  await shop.observe(again(products(25)));
  await shop.observe(again(products(25)), { allDocuments: true });

  expect(await rowVersions(shop)).toEqual(before);
  expect(await changesOf(shop, shop.run.id)).toEqual([]);
  expect((await shop.counts()).products).toMatchObject({ unchanged: 50, updated: 0, created: 0 });
});

it('I5 writes only collections when one is renamed', async () => {
  const shop = await world.shop();
  await shop.observe(products(5));
  const before = await rowVersions(shop);

  await shop.observe(products(5, 1, { categories: [{ external_id: '7', name: 'Scarves & shawls' }] }));

  const after = await rowVersions(shop);
  expect({ ...after, collections: [] }).toEqual({ ...before, collections: [] });
  expect(after.collections).not.toEqual(before.collections);
  expect((await productOf(shop, '1')).categories).toEqual([{ external_id: '7', name: 'Scarves & shawls' }]);
});

it('I5 writes no collection whose name stayed', async () => {
  const shop = await world.shop();
  await shop.observe(products(2));
  const before = await rowVersions(shop);

  await shop.observe([product({ external_id: '1', title: 'Silk scarf' }), product({ external_id: '2' })]);

  expect((await rowVersions(shop)).collections).toEqual(before.collections);
});

it('hole 6: leaves a draft inactive and unwritten over three runs', async () => {
  const shop = await world.shop();
  const draft = product({ external_id: '1', is_active: false, status: 'draft' });
  await shop.observe([draft]);
  const before = await rowVersions(shop);

  for (let run = 0; run < 3; run++) {
    await shop.openRun();
    await shop.observe([draft]);
    expect((await shop.counts()).products).toMatchObject({ seen: 1, unchanged: 1, reactivated: 0, deactivated: 0 });
  }

  expect(await rowVersions(shop)).toEqual(before);
  expect((await productOf(shop, '1')).is_active).toBe(false);
});

it('hole 6: leaves a deactivated product that the listing still shows unpublished unwritten', async () => {
  const shop = await world.shop();
  await shop.observe(products(1));
  const unpublished = product({ external_id: '1', is_active: false, status: 'private' });
  await shop.observe([unpublished]);
  const before = { rows: await rowVersions(shop), product: await productOf(shop, '1') };
  await shop.openRun();

  await shop.observe([unpublished]);

  expect({ rows: await rowVersions(shop), product: await productOf(shop, '1') }).toEqual(before);
});

describe('a row of an older canonical form', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await world.shop();
    await shop.observe(products(2));
    await shop.sql(
      (sql) => sql`
        update products set form = 0, details_hash = gen_random_uuid(), changed_at = '2026-01-01T00:00:00Z'
         where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid`,
    );
    await shop.openRun();
  });
  const forms = () =>
    shop.sql(async (sql) => {
      const { rows } = await sql<{ form: number }>`
        select form from products where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid`;
      return rows.map((row) => row.form);
    });

  it('is rewritten quietly: no count, no change, no new date; its variants stay unwritten', async () => {
    const before = await rowVersions(shop);

    await shop.observe(products(2));

    expect(await forms()).toEqual([CANONICAL_FORM, CANONICAL_FORM]);
    expect(await changesOf(shop, shop.run.id)).toEqual([]);
    expect((await shop.counts()).products).toMatchObject({ unchanged: 2, updated: 0 });
    expect((await productOf(shop, '1')).changed_at).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect((await rowVersions(shop)).variants).toEqual(before.variants);
  });

  it('is rewritten once', async () => {
    await shop.observe(products(2));
    const before = await rowVersions(shop);

    await shop.observe(products(2));

    expect(await rowVersions(shop)).toEqual(before);
  });

  it('is a change like any other when a value differs', async () => {
    await shop.observe([product({ external_id: '1', title: 'Silk scarf' }), product({ external_id: '2' })]);

    expect((await shop.counts()).products).toMatchObject({ unchanged: 1, updated: 1 });
    expect(await changesOf(shop, shop.run.id)).toMatchObject([{ external_id: '1', kind: 'updated', field: 'title' }]);
    expect((await productOf(shop, '1')).changed_at).not.toEqual(new Date('2026-01-01T00:00:00Z'));
  });
});

describe('the inventory items of variants', () => {
  const named = (item: string | null) =>
    product({ external_id: '1', variants: [variant({ external_id: '11', inventory_item_id: item })] });
  const itemsOf = (shop: Shop) =>
    shop.sql(async (sql) => {
      const { rows } = await sql<{ inventory_item_id: string | null; changed_at: Date }>`
        select v.inventory_item_id, v.changed_at from product_variants v
          join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         where v.tenant_id = ${shop.tenantId}::uuid and p.store_id = ${shop.storeId}::uuid`;
      return rows;
    });

  it('are written once, quietly, to a store that was read before they were kept', async () => {
    const shop = await world.shop();
    await shop.observe([named(null)]);
    const [before] = await itemsOf(shop);
    await shop.openRun();

    await shop.observe([named('9007199254740993')]);

    expect(await itemsOf(shop)).toEqual([{ inventory_item_id: '9007199254740993', changed_at: before?.changed_at }]);
    expect(await changesOf(shop, shop.run.id)).toEqual([]);
    expect((await shop.counts()).products).toMatchObject({ unchanged: 1, updated: 0 });
    const versions = await rowVersions(shop);
    await shop.openRun();
    await shop.observe([named('9007199254740993')]);
    expect(await rowVersions(shop)).toEqual(versions);
  });

  it('stay when a token may no longer read them', async () => {
    const shop = await world.shop();
    await shop.observe([named('501')]);
    await shop.openRun();

    await shop.observe([named(null)]);

    expect(await itemsOf(shop)).toMatchObject([{ inventory_item_id: '501' }]);
    expect(await changesOf(shop, shop.run.id)).toEqual([]);
  });
});

/** The same product as another JSON serializer would send it. */
function reversed<T>(value: T): T;
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

it('I5 tells nested metadata in another order from a change', async () => {
  const shop = await world.shop();
  const weighed = (weight: Record<string, string>) =>
    product({ external_id: '1', variants: [variant({ external_id: '1', metadata: { weight } })] });
  await shop.observe([weighed({ value: '0.2', unit: 'kg' })]);
  const before = await rowVersions(shop);

  await shop.observe([weighed({ unit: 'kg', value: '0.2' })]);

  expect(await rowVersions(shop)).toEqual(before);
});
