import type { CanonicalProduct } from '../../src/model/product';
import { type CatalogueWorld, catalogueWorld } from './catalogue-world';
import { product, products, variant } from './products';
import { changesOf, changeTexts, contentOf, productOf } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

it('a created product is one row, however many variants it has', async () => {
  const shop = await world.shop();

  await shop.observe([
    product({
      external_id: '1',
      variants: [variant({ external_id: 'a' }), variant({ external_id: 'b', position: 1 })],
    }),
    product({ external_id: '2' }),
  ]);

  expect(await changesOf(shop)).toEqual([
    {
      seq: expect.any(Number),
      external_id: '1',
      variant: null,
      kind: 'created',
      field: null,
      before: null,
      after: null,
      evidence: null,
      run_id: shop.run.id,
    },
    {
      seq: expect.any(Number),
      external_id: '2',
      variant: null,
      kind: 'created',
      field: null,
      before: null,
      after: null,
      evidence: null,
      run_id: shop.run.id,
    },
  ]);
});

it.each<[string, Partial<CanonicalProduct>, unknown, unknown]>([
  ['title', { title: 'Silk scarf' }, 'Wool scarf 1', 'Silk scarf'],
  ['description', { description: '' }, '<p>Woven from merino wool, 180 × 30 cm.</p>', ''],
  ['images', { images: [] }, [{ url: 'https://shop.example/scarf-1.jpg', alt: 'A scarf', position: 0 }], []],
  ['price', { price: null }, '19.90', null],
  ['currency', { currency: 'GBP' }, 'EUR', 'GBP'],
  ['sku', { sku: 'S-1' }, 'SCARF-1', 'S-1'],
  ['stock', { stock: null }, 12, null],
  ['available', { available: false }, true, false],
  ['status', { status: 'pending' }, 'publish', 'pending'],
  ['url', { url: null }, 'https://shop.example/product/scarf-1', null],
  ['categories', { categories: [] }, ['7'], []],
  ['tags', { tags: ['winter', 'wool'] }, ['wool', 'winter'], ['winter', 'wool']],
  ['vendor', { vendor: null }, 'Weavers & Sons', null],
  ['product_type', { product_type: 'external' }, 'simple', 'external'],
  [
    'metadata',
    { metadata: { quantity: '3' } },
    { type: 'simple', slug: 'scarf-1', stock_status: 'instock', quantity: '12' },
    { quantity: '3' },
  ],
])('tells %s before and after', async (field, changed, before, after) => {
  const shop = await world.shop();
  await shop.observe(products(1));
  const run = await shop.openRun();

  await shop.observe([product({ external_id: '1', ...changed })]);

  expect(await changesOf(shop, run.id)).toMatchObject([{ kind: 'updated', variant: null, field, before, after }]);
});

it.each([
  ['title', { title: 'Blue' }, 'Variant 1', 'Blue'],
  ['sku', { sku: null }, 'SKU-1', null],
  ['price', { price: '20.00' }, '19.90', '20.00'],
  ['compare_at_price', { compare_at_price: '25.00' }, null, '25.00'],
  ['stock', { stock: 0 }, 12, 0],
  ['available', { available: false }, true, false],
  ['attributes', { attributes: { Colour: 'Blue' } }, { Colour: 'Red' }, { Colour: 'Blue' }],
  ['position', { position: 4 }, 0, 4],
  ['is_active', { is_active: false }, true, false],
  ['barcode', { barcode: '4006381333931' }, null, '4006381333931'],
  ['metadata', { metadata: {} }, { quantity: '12' }, {}],
])('tells a variant’s %s before and after', async (field, changed, before, after) => {
  const shop = await world.shop();
  await shop.observe(products(1));
  const run = await shop.openRun();

  await shop.observe([product({ external_id: '1', variants: [variant({ external_id: '1', ...changed })] })]);

  expect(await changesOf(shop, run.id)).toMatchObject([
    { kind: 'variant_updated', variant: '1', field, before, after },
  ]);
});

it('a product shown unpublished is deactivated, with the status that says so', async () => {
  const shop = await world.shop();
  await shop.observe(products(1));
  const run = await shop.openRun();

  await shop.observe([product({ external_id: '1', is_active: false, status: 'private' })]);

  expect(await changeTexts(shop, run.id)).toEqual(['1 deactivated', '1 updated status: "publish" → "private"']);
});

it('I1 a deactivation tells the store’s own word, also when the product is active again', async () => {
  const shop = await world.shop();
  await shop.observe(products(1));
  const run = await shop.openRun();

  await shop.observe([product({ external_id: '1', is_active: false, status: 'private' })]);
  const evidence = (await productOf(shop, '1')).deactivation?.evidence;
  await shop.observe(products(1));

  expect(evidence).toMatchObject({ kind: 'unpublished', source: 'listing', status: 'private' });
  expect((await productOf(shop, '1')).deactivation).toBeNull();
  const told = (await changesOf(shop, run.id)).map((each) => [each.kind, each.evidence]);
  expect(told).toEqual([
    ['deactivated', evidence],
    ['updated', null],
    ['reactivated', null],
    ['updated', null],
  ]);
});

it('hole 5: eight writers of one tenant: a follower sees every number, in the order of commits', async () => {
  const tenantId = await world.newTenant();
  const shops = await Promise.all(Array.from({ length: 8 }, () => world.shop({ tenantId })));
  const written = 8 * 6 * 5;
  const seen: number[] = [];
  const follow = async () => {
    const { rows } = await world.database.withTenant(
      tenantId,
      (sql) => sql<{ seq: number }>`
        select seq from product_changes where tenant_id = ${tenantId}::uuid and seq > ${seen.at(-1) ?? 0}::bigint
         order by seq`,
    );
    seen.push(...rows.map((row) => row.seq));
  };

  const writing = Promise.all(
    shops.map(async (shop) => {
      for (let page = 0; page < 6; page++) await shop.observe(products(5, page * 5));
    }),
  );
  let isWritten = false;
  const followed = (async () => {
    while (!isWritten) await follow();
    await follow();
  })();
  await writing;
  isWritten = true;
  await followed;

  expect(seen).toEqual(Array.from({ length: written }, (_, at) => at + 1));
});

it('two tenants count their changes independently', async () => {
  const [one, other] = [
    await world.shop({ tenantId: await world.newTenant() }),
    await world.shop({ tenantId: await world.newTenant() }),
  ];
  await Promise.all([one.observe(products(3)), other.observe(products(2))]);

  expect((await changesOf(one)).map((each) => each.seq)).toEqual([1, 2, 3]);
  expect((await changesOf(other)).map((each) => each.seq)).toEqual([1, 2]);
});

it('merges of one store at once never deadlock, and the newest look wins every product', async () => {
  const shop = await world.shop();
  const titles = ['A', 'B', 'C', 'D', 'E', 'F'];
  const pages = [];
  for (const title of titles) {
    // Each page lists the products in an order of its own: unordered writes are what deadlocks.
    const page = products(40, 1, { title });
    pages.push(await shop.stage(pages.length % 2 === 0 ? page : page.reverse(), { allDocuments: true }));
  }

  const merged = await Promise.all(pages.map((page) => shop.merge(page)));

  expect(merged.map((each) => each.kind)).toEqual(titles.map(() => 'merged'));
  expect(await contentOf(shop)).toMatchObject(Array(40).fill({ title: 'F' }));
  const closed = await shop.close('completed');
  expect(closed.products).toMatchObject({ seen: 40, created: 40, updated: 0, unchanged: 0 });
  const befores = (await changesOf(shop)).filter((each) => each.external_id === '1' && each.field === 'title');
  for (const [at, { after }] of befores.entries())
    if (befores[at + 1] !== undefined) expect(befores[at + 1]?.before).toBe(after);
});

it('a run and two refreshes that merge on one store at once never deadlock, and the newest look wins', async () => {
  const shop = await world.shop();
  const full = shop.run;
  const refreshes = [await shop.openRun({ mode: 'refresh' }), await shop.openRun({ mode: 'refresh' })];
  const runs = [full, ...refreshes, full, ...refreshes, full, ...refreshes];
  const pages = [];
  for (const [at, run] of runs.entries()) {
    const page = products(30, 1, { title: `Look ${at}` });
    pages.push({ run, page: await shop.stage(at % 2 === 0 ? page : page.reverse(), { run, allDocuments: true }) });
  }

  const merged = await Promise.all(pages.map(({ run, page }) => shop.merge(page, { run })));

  expect(merged.map(({ kind }) => kind)).toEqual(runs.map(() => 'merged'));
  expect(await contentOf(shop)).toMatchObject(Array(30).fill({ title: 'Look 8' }));
});

it('one page merged by eight attempts at once is merged once', async () => {
  const shop = await world.shop();
  const page = await shop.stage(products(20));

  const merged = await Promise.all(Array.from({ length: 8 }, () => shop.merge(page)));

  expect(merged.filter((each) => each.kind === 'merged')).toHaveLength(1);
  expect((await shop.counts()).products).toMatchObject({ seen: 20, created: 20 });
});
