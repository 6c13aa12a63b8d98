import { clearBatch } from '../../src/catalog/staging/stage-page';
import { type CatalogueWorld, catalogueWorld } from './catalogue-world';
import { product, products, variant } from './products';
import { changesOf, changeTexts, contentOf, manifestPages, productOf, productsOf, rowVersions } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

it('puts each product of a page in exactly one category', async () => {
  const shop = await world.shop();
  await shop.observe([...products(4), product({ external_id: '5', is_active: false, status: 'draft' })]);
  await shop.openRun();

  await shop.observe([
    product({ external_id: '1' }),
    product({ external_id: '2', title: 'Silk scarf' }),
    product({ external_id: '3', is_active: false, status: 'private' }),
    product({ external_id: '4', variants: [variant({ external_id: '4', stock: 3 })] }),
    product({ external_id: '5' }),
    product({ external_id: '6' }),
  ]);

  const { products: counts } = await shop.counts();
  expect(counts).toEqual({
    seen: 6,
    created: 1,
    updated: 2,
    unchanged: 1,
    reactivated: 1,
    deactivated: 1,
    rejected: 0,
    missing: 0,
    unknown: 0,
  });
});

it('hole 1: a merge repeated after its commit answers without effect and counts nothing twice', async () => {
  const shop = await world.shop();
  const page = await shop.stage(products(3));
  await shop.merge(page);
  const before = { versions: await rowVersions(shop), counts: await shop.counts(), changes: await changesOf(shop) };

  expect(await shop.merge(page)).toEqual({ kind: 'merged_before' });
  await shop.sql((sql) => clearBatch(sql, shop.storeId, page.batchId));
  expect(await shop.merge(page)).toEqual({ kind: 'merged_before' });

  expect({ versions: await rowVersions(shop), counts: await shop.counts(), changes: await changesOf(shop) }).toEqual(
    before,
  );
});

it('hole 1: says so when the staged pages are lost, and writes nothing', async () => {
  const shop = await world.shop();
  const page = await shop.stage(products(3));
  await shop.sql((sql) => sql`delete from staged_pages`);

  expect(await shop.merge(page)).toEqual({ kind: 'pages_lost' });
  expect(await productsOf(shop)).toEqual([]);
  expect(await manifestPages(shop)).toBe(0);
});

it('hole 2: writes nothing of a page whose product another writer changed since it was staged', async () => {
  const shop = await world.shop();
  await shop.observe(products(3));
  await shop.openRun();
  const observation = await shop.look();
  // A webhook's look was asked before this page's and is merged after the page was staged.
  const page = await shop.stage([...products(2), product({ external_id: '3', title: 'Silk scarf' })], {
    observation: observation + 1,
  });
  await shop.observe([product({ external_id: '1', title: 'Linen scarf' })], { observation });
  const before = await contentOf(shop);

  expect(await shop.merge(page)).toEqual({ kind: 'documents_missing', products: 1 });

  expect(await contentOf(shop)).toEqual(before);
  expect(await manifestPages(shop)).toBe(2);
});

it('hole 2: merges that page when it is staged whole', async () => {
  const shop = await world.shop();
  await shop.observe(products(2));
  const observation = await shop.look();
  await shop.look();
  await shop.observe([product({ external_id: '1', title: 'Linen scarf' })], { observation });

  expect(await shop.observe(products(2), { allDocuments: true })).toMatchObject({ kind: 'merged', products: 2 });
  expect((await productOf(shop, '1')).title).toBe('Wool scarf 1');
});

it('hole 7: takes the last of a product that comes twice in a page', async () => {
  const shop = await world.shop();

  const merged = await shop.observe([
    product({ external_id: '1', title: 'First' }),
    product({ external_id: '2' }),
    product({ external_id: '1', title: 'Last' }),
  ]);

  expect(merged).toMatchObject({ kind: 'merged', products: 2 });
  expect((await productOf(shop, '1')).title).toBe('Last');
});

it('brings a deactivated product back when the store shows it active, without its deactivation', async () => {
  const shop = await world.shop();
  await shop.observe(products(1));
  await shop.observe([product({ external_id: '1', is_active: false, status: 'private' })]);
  const off = await productOf(shop, '1');
  expect(off).toMatchObject({
    is_active: false,
    deactivation: { run_id: shop.run.id, evidence: { kind: 'unpublished', source: 'listing', status: 'private' } },
  });
  expect(off.deactivated_at).not.toBeNull();
  const run = await shop.openRun();

  await shop.observe(products(1));

  expect(await productOf(shop, '1')).toMatchObject({ is_active: true, deactivation: null, deactivated_at: null });
  expect((await shop.counts()).products).toMatchObject({ reactivated: 1, updated: 0, unchanged: 0 });
  expect(await changeTexts(shop, run.id)).toEqual(['1 reactivated', '1 updated status: "private" → "publish"']);
});

it('shows a product that was never published as inactive, not as deactivated', async () => {
  const shop = await world.shop();

  await shop.observe([product({ external_id: '1', is_active: false, status: 'draft' })]);

  expect(await productOf(shop, '1')).toMatchObject({ is_active: false, deactivation: null, deactivated_at: null });
  expect((await shop.counts()).products).toMatchObject({ created: 1, deactivated: 0 });
});

describe('variants', () => {
  const shirt = (...variants: Parameters<typeof variant>[0][]) =>
    product({ external_id: '1', variants: variants.map((each, position) => variant({ position, ...each })) });

  it('hole 4: keeps those that are gone, inactive, and takes new ones in', async () => {
    const shop = await world.shop();
    await shop.observe([shirt({ external_id: 'a' }, { external_id: 'b' })]);
    const run = await shop.openRun();

    await shop.observe([shirt({ external_id: 'b' }, { external_id: 'c' })]);

    const { variants, variant_count } = await productOf(shop, '1');
    const states = Object.fromEntries(variants.map((each) => [each.external_id, each.is_active]));
    expect(states).toEqual({ a: false, b: true, c: true });
    expect(variant_count).toBe(2);
    expect((await shop.counts()).variants).toEqual({ seen: 2, created: 1, updated: 1, unchanged: 0, removed: 1 });
    expect((await shop.counts()).products).toMatchObject({ updated: 1 });
    expect(await changeTexts(shop, run.id)).toEqual([
      '1/c variant_created',
      '1/b variant_updated position: 1 → 0',
      '1/a variant_removed',
    ]);
  });

  it('hole 4: brings one back under its own id', async () => {
    const shop = await world.shop();
    await shop.observe([shirt({ external_id: 'a' }, { external_id: 'b' })]);
    const first = await productOf(shop, '1');
    await shop.observe([shirt({ external_id: 'a' })]);
    const run = await shop.openRun();

    await shop.observe([shirt({ external_id: 'a' }, { external_id: 'b' })]);

    expect((await productOf(shop, '1')).variants).toEqual(first.variants);
    expect(await changeTexts(shop, run.id)).toEqual(['1/b variant_updated is_active: false → true']);
    expect((await shop.counts()).products).toMatchObject({ updated: 1, unchanged: 0 });
  });

  it('writes only the variant that changed', async () => {
    const shop = await world.shop();
    await shop.observe([shirt({ external_id: 'a' }, { external_id: 'b' }, { external_id: 'c' })]);
    const before = await rowVersions(shop);

    await shop.observe([shirt({ external_id: 'a' }, { external_id: 'b', price: '25.00' }, { external_id: 'c' })]);

    const after = await rowVersions(shop);
    expect(after.variants.map((version, index) => version === before.variants[index])).toEqual([true, false, true]);
  });
});

describe('a product that a run meets twice', () => {
  it('is counted once, as what was done to it', async () => {
    const shop = await world.shop();
    await shop.observe([product({ external_id: '1' }), product({ external_id: '2' })]);
    await shop.observe([product({ external_id: '1', title: 'Silk scarf' }), product({ external_id: '2' })]);

    const { products: counts } = await shop.close('completed');

    expect(counts).toMatchObject({ seen: 2, created: 2, updated: 0, unchanged: 0 });
  });

  it('is updated when only the second look found a change', async () => {
    const shop = await world.shop();
    await shop.observe(products(2));
    await shop.openRun();
    await shop.observe(products(2));
    await shop.observe([product({ external_id: '1', title: 'Silk scarf' })]);
    await shop.observe([product({ external_id: '1', title: 'Linen scarf' })]);

    const { products: counts } = await shop.close('completed');

    expect(counts).toMatchObject({ seen: 2, created: 0, updated: 1, unchanged: 1 });
  });
});
