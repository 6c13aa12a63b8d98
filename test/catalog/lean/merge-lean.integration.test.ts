import { LEAN_MODES, type LeanMode } from '../../../src/model/freshness/lean-product';
import type { CanonicalProduct } from '../../../src/model/product';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';
import { product, products, variant } from '../products';
import { changeTexts, contentOf, rowVersions } from '../rows';
import { leanOf } from './lean-of';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const BOTH = LEAN_MODES.map((mode) => ({ mode }));

/** Three products, of which the second has two variants. */
const BEFORE = [
  product({ external_id: '1' }),
  product({ external_id: '2', variants: [variant({ external_id: 'a' }), variant({ external_id: 'b', position: 1 })] }),
  product({ external_id: '3', is_active: false, status: 'draft' }),
];

/** Everything that both groups have differs in every product. */
const changed = (before: CanonicalProduct): CanonicalProduct => ({
  ...before,
  title: `${before.title}, renamed`,
  source_updated_at: '2026-11-27T08:00:00Z',
  price: '29.00',
  stock: 3,
  metadata: { ...before.metadata, slug: 'renamed', stock_status: 'onbackorder', quantity: '3' },
  variants: before.variants.map((each) => ({
    ...each,
    title: `${each.title}, renamed`,
    price: '29.00',
    compare_at_price: '35.50',
    stock: 3,
    metadata: { quantity: '3', weight: { value: '1', unit: 'kg' } },
  })),
});

/** What one of the groups alone changes. */
function onlyGroup(mode: LeanMode, before: CanonicalProduct): CanonicalProduct {
  const after = changed(before);
  if (mode === 'prices') {
    const variants = before.variants.map((each, index) => ({
      ...each,
      price: after.variants[index]?.price ?? null,
      compare_at_price: after.variants[index]?.compare_at_price ?? null,
    }));
    return { ...before, price: after.price, variants };
  }
  return {
    ...before,
    stock: after.stock,
    metadata: { ...before.metadata, stock_status: 'onbackorder', quantity: '3' },
    variants: before.variants.map((each) => ({ ...each, stock: 3, metadata: { ...each.metadata, quantity: '3' } })),
  };
}

async function readWhole(some: readonly CanonicalProduct[] = BEFORE): Promise<Shop> {
  const shop = await world.shop();
  await shop.observe(some);
  return shop;
}

const lean = (mode: LeanMode, some: readonly CanonicalProduct[]) => some.map((each) => leanOf(mode, each));

it.each(BOTH)('I5 writes nothing of products whose $mode did not change', async ({ mode }) => {
  const shop = await readWhole();
  const before = await rowVersions(shop);
  await shop.openRun({ mode });

  const merged = await shop.observeLean(lean(mode, BEFORE));

  expect(merged).toMatchObject({ kind: 'merged', products: 3, overtaken: 0 });
  expect(await rowVersions(shop)).toEqual(before);
  const { products: counts, variants } = await shop.counts();
  expect(counts).toMatchObject({ seen: 3, unchanged: 3, updated: 0, unknown: 0 });
  expect(variants).toMatchObject({ seen: 4, updated: 0 });
});

it.each(BOTH)(
  'I5 writes the columns of $mode alone, and a full page behind it has nothing left to write',
  async ({ mode }) => {
    const shop = await readWhole();
    await shop.openRun({ mode });
    await shop.observeLean(lean(mode, BEFORE.map(changed)));

    const expected = await readWhole(BEFORE.map((each) => onlyGroup(mode, each)));
    expect(await contentOf(shop)).toEqual(
      (await contentOf(expected)).map((each) => ({ ...(each as object), store_id: shop.storeId })),
    );
    const after = await rowVersions(shop);
    await shop.openRun();
    await shop.observe(BEFORE.map((each) => onlyGroup(mode, each)));

    expect(await rowVersions(shop)).toEqual(after);
    expect((await shop.counts()).products).toMatchObject({ seen: 3, unchanged: 3, updated: 0 });
  },
);

it.each(BOTH)('tells the changes of $mode as a full page tells them', async ({ mode }) => {
  const shop = await readWhole();
  const run = await shop.openRun({ mode });
  await shop.observeLean(lean(mode, BEFORE.map(changed)));

  const other = await readWhole();
  const full = await other.openRun();
  await other.observe(BEFORE.map((each) => onlyGroup(mode, each)));

  const told = await changeTexts(shop, run.id);
  // Variants of a product stand in the order of our own ids.
  expect(told.sort()).toEqual((await changeTexts(other, full.id)).sort());
  expect(told.length).toBeGreaterThan(6);
});

it('I6 tells 7.50 from 7.5, and writes each as the store sent it', async () => {
  const at = (price: string) => [
    product({ external_id: '1', price, variants: [variant({ external_id: '1', price })] }),
  ];
  const shop = await readWhole(at('7.5'));
  const run = await shop.openRun({ mode: 'prices' });

  await shop.observeLean(lean('prices', at('7.50')));

  expect(await changeTexts(shop, run.id)).toEqual([
    '1 updated price: "7.5" → "7.50"',
    '1/1 variant_updated price: "7.5" → "7.50"',
  ]);
});

it('I11 knows ids apart that are one number in JavaScript', async () => {
  const two = ['9007199254740992', '9007199254740993'].map((id) => product({ external_id: id }));
  const shop = await readWhole(two);
  const run = await shop.openRun({ mode: 'inventory' });

  await shop.observeLean(
    lean(
      'inventory',
      two.map((each, index) => (index === 1 ? { ...each, stock: 5 } : each)),
    ),
  );

  expect(await changeTexts(shop, run.id)).toEqual(['9007199254740993 updated stock: 12 → 5']);
});

it('writes a changed currency with the prices', async () => {
  const shop = await readWhole();
  await shop.openRun({ mode: 'prices' });
  await shop.observeLean(
    lean(
      'prices',
      BEFORE.map((each) => ({ ...each, currency: 'USD' })),
    ),
  );

  expect(await contentOf(shop)).toMatchObject([{ currency: 'USD' }, { currency: 'USD' }, { currency: 'USD' }]);
});

it.each(BOTH)('$mode neither makes a product nor switches one on or off', async ({ mode }) => {
  const shop = await readWhole();
  const before = await contentOf(shop);
  await shop.openRun({ mode });
  const others = [
    product({ external_id: '1', is_active: false }),
    product({ external_id: '3', is_active: true }),
    product({ external_id: '4' }),
  ];

  await shop.observeLean(lean(mode, others));

  expect(await contentOf(shop)).toEqual(before);
  expect((await shop.counts()).products).toMatchObject({ seen: 2, unchanged: 2, created: 0, unknown: 1 });
});

const NAMED = ['a', 'b', 'c'].map((external_id, position) => variant({ external_id, position }));

it.each([
  { what: 'one that the catalogue lacks', variants: [...NAMED, variant({ external_id: 'd', position: 3 })] },
  { what: 'one less', variants: NAMED.slice(0, 2) },
  { what: 'none', variants: [] },
  { what: 'the same in another order', variants: [...NAMED].reverse() },
  { what: 'one twice', variants: [...NAMED, ...NAMED.slice(2)] },
])('leaves a product alone whose variants are $what, and knows it to be read whole', async ({ variants }) => {
  const known = product({ external_id: '1', variants: NAMED });
  const shop = await readWhole([known, product({ external_id: '2' })]);
  const before = await rowVersions(shop);
  await shop.openRun({ mode: 'prices' });

  await shop.observeLean(lean('prices', [{ ...known, price: '1.00', variants }, product({ external_id: '2' })]));

  expect(await rowVersions(shop)).toEqual(before);
  const counts = await shop.counts();
  expect(counts.products).toMatchObject({ seen: 1, unchanged: 1, unknown: 1 });
  // Those of the product that is read whole are counted there.
  expect(counts.variants).toMatchObject({ seen: 1 });
});

it('compares a product that lost a variant before, which the catalogue keeps as inactive', async () => {
  const now = product({ external_id: '1', variants: NAMED.slice(0, 2) });
  const shop = await readWhole([product({ external_id: '1', variants: NAMED })]);
  await shop.observe([now]);
  const run = await shop.openRun({ mode: 'prices' });

  await shop.observeLean(lean('prices', [{ ...now, price: '1.00' }]));

  expect(await changeTexts(shop, run.id)).toEqual(['1 updated price: "19.90" → "1.00"']);
});

it('counts what the store named without its fields as unknown, once', async () => {
  const shop = await readWhole();
  await shop.openRun({ mode: 'prices' });
  await shop.observeLean(lean('prices', BEFORE.slice(0, 2)), { unclear: ['3', '1', '3'] });
  await shop.observeLean([], { unclear: ['3'] });

  expect((await shop.counts()).products).toMatchObject({ seen: 2, unknown: 1 });
});

it('counts a product once that the listing showed twice, and that changed twice', async () => {
  const shop = await readWhole();
  await shop.openRun({ mode: 'prices' });
  for (const price of ['1.00', '2.00']) await shop.observeLean(lean('prices', [product({ external_id: '1', price })]));

  expect((await shop.close('completed')).products).toMatchObject({ seen: 1, updated: 1, unchanged: 0 });
});

it('reads a page again whose products changed since it was staged', async () => {
  const shop = await readWhole();
  await shop.openRun({ mode: 'prices' });
  const staged = await shop.stageLean(lean('prices', BEFORE), { observation: 1_000_000 });
  await shop.observe([product({ external_id: '1', price: '5.00' })]);

  expect(await shop.merge(staged)).toMatchObject({ kind: 'documents_missing', products: 1 });
});

it('reads whole what the database refuses, and merges the others', async () => {
  const shop = await readWhole();
  const run = await shop.openRun({ mode: 'inventory' });
  const wild = { ...product({ external_id: '2' }), stock: 1e30, variants: BEFORE[1]?.variants ?? [] };

  const merged = await shop.observeLean(lean('inventory', [product({ external_id: '1' }), wild]));

  expect(merged).toMatchObject({ kind: 'merged', products: 1 });
  expect(await changeTexts(shop, run.id)).toEqual([]);
  expect((await shop.counts()).products).toMatchObject({ seen: 1, unchanged: 1, rejected: 0, unknown: 1 });
});

it('stops when most prices of the store fall to nothing, before the page that shows it is merged', async () => {
  const shop = await world.shop();
  await shop.observe(products(120));
  const before = await rowVersions(shop);
  await shop.openRun({ mode: 'prices' });

  const merged = await shop.observeLean(lean('prices', products(120, 1, { price: '0' })));

  expect(merged).toEqual({ kind: 'suspicious', saw: '120 of 120 prices fell to 0 or to none' });
  expect(await rowVersions(shop)).toEqual(before);
});

it('a dry run of one group tells the differences and writes nothing', async () => {
  const shop = await readWhole();
  const before = await rowVersions(shop);
  const run = { ...(await shop.openRun({ mode: 'prices' })), dryRun: true, fenced: false };

  await shop.observeLean(lean('prices', BEFORE.map(changed)), { run });

  expect(await rowVersions(shop)).toEqual(before);
  const { rows } = await shop.sql(
    (sql) => sql<{ external_id: string; kind: string; fields: unknown[] }>`
      select external_id, kind, fields from run_differences
       where tenant_id = ${shop.tenantId}::uuid and run_id = ${run.id}::uuid order by external_id`,
  );
  expect(rows.map(({ external_id, kind }) => [external_id, kind])).toEqual([
    ['1', 'changed'],
    ['2', 'changed'],
    ['3', 'changed'],
  ]);
  expect(rows[0]?.fields).toContainEqual({ field: 'variants[1].compare_at_price', before: null, after: '35.50' });
});
