import fc from 'fast-check';
import type { CanonicalProduct } from '../../src/model/product';
import { type CatalogueWorld, catalogueWorld } from './catalogue-world';
import { product, products, variant } from './products';
import { contentOf, productOf } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const titled = (title: string) => [product({ external_id: '1', title })];

it('I12 a late page overwrites nothing that was observed after it', async () => {
  const shop = await world.shop();
  const [early, late] = [await shop.look(), await shop.look()];
  await shop.observe(titled('New'), { observation: late });

  const merged = await shop.observe(titled('Old'), { observation: early });

  expect(merged).toMatchObject({ kind: 'merged', overtaken: 1 });
  expect((await productOf(shop, '1')).title).toBe('New');
});

it('hole 3: I12 nor when the newer look found nothing changed: A → B → A with a late B', async () => {
  const shop = await world.shop();
  await shop.observe(titled('A'));
  const [lookAtB, lookAtA] = [await shop.look(), await shop.look()];
  await shop.observe(titled('A'), { observation: lookAtA });

  const merged = await shop.observe(titled('B'), { observation: lookAtB });

  expect(merged).toMatchObject({ kind: 'merged', overtaken: 1 });
  expect((await productOf(shop, '1')).title).toBe('A');
});

it('I12 a newer look at other products of the store overtakes nothing', async () => {
  const shop = await world.shop();
  await shop.observe(titled('A'));
  const [early, late] = [await shop.look(), await shop.look()];
  await shop.observe([product({ external_id: '2' })], { observation: late });

  expect(await shop.observe(titled('B'), { observation: early })).toMatchObject({ overtaken: 0 });
  expect((await productOf(shop, '1')).title).toBe('B');
});

it('I12 holds for the names of categories too', async () => {
  const shop = await world.shop();
  const named = (name: string) => products(1, 1, { categories: [{ external_id: '7', name }] });
  await shop.observe(named('A'));
  const [lookAtB, lookAtA] = [await shop.look(), await shop.look()];
  await shop.observe(named('A'), { observation: lookAtA });

  await shop.observe(named('B'), { observation: lookAtB });

  expect((await productOf(shop, '1')).categories).toEqual([{ external_id: '7', name: 'A' }]);
});

it('counts an overtaken product as unchanged and logs no change of it', async () => {
  const shop = await world.shop();
  const [early, late] = [await shop.look(), await shop.look()];
  await shop.observe(titled('New'), { observation: late });
  await shop.openRun();

  await shop.observe(titled('Old'), { observation: early });

  expect((await shop.counts()).products).toMatchObject({ seen: 1, unchanged: 1, updated: 0 });
});

it('I12 the same pages make the same catalogue, in any order and any number of times', async () => {
  const state = fc.record({
    title: fc.constantFrom('Wool', 'Silk'),
    price: fc.constantFrom('7.5', '7.50'),
    is_active: fc.boolean(),
    variants: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    category: fc.constantFrom('Scarves', 'Shawls'),
  });
  const page = fc.dictionary(fc.constantFrom('1', '2', '3'), state, { minKeys: 1, noNullPrototype: true });
  const pages = fc.array(page, { minLength: 2, maxLength: 4 });

  await fc.assert(
    fc.asyncProperty(
      pages.chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
          fc.array(fc.nat({ max: all.length - 1 }), { maxLength: 3 }),
        ),
      ),
      async ([all, order, again]) => {
        const [straight, shuffled] = [await world.shop(), await world.shop()];
        const observations: number[] = [];
        for (const _ of all) observations.push(await straight.look());
        const observe = (shop: typeof straight, at: number) =>
          shop.observe(productsOfPage(all[at] ?? {}), { observation: observations[at] ?? 0, allDocuments: true });

        for (const at of all.keys()) await observe(straight, at);
        for (const at of [...order, ...again]) await observe(shuffled, at);

        const withoutStore = (content: unknown[]) => JSON.stringify(content).replaceAll(/"store_id":"[^"]+"/g, '');
        // Variants that never were, in one order, are gone ones in the other: only what is active is equal.
        expect(withoutStore(activeOnly(await contentOf(shuffled)))).toBe(
          withoutStore(activeOnly(await contentOf(straight))),
        );
      },
    ),
    { numRuns: 25 },
  );
});

type PageState = Record<
  string,
  { title: string; price: string; is_active: boolean; variants: string[]; category: string }
>;

function productsOfPage(page: PageState): CanonicalProduct[] {
  return Object.entries(page).map(([external_id, { variants, category, ...state }]) =>
    product({
      external_id,
      ...state,
      status: state.is_active ? 'publish' : 'draft',
      categories: [{ external_id: category, name: category }],
      variants: variants.map((id, position) => variant({ external_id: id, position })),
    }),
  );
}

function activeOnly(content: unknown[]): unknown[] {
  return (content as { variants: { is_active: boolean }[] }[]).map((each) => ({
    ...each,
    variants: each.variants.filter((variant) => variant.is_active),
  }));
}
