import { listDifferences } from '../../src/catalog/differences/run-differences';
import type { CanonicalProduct } from '../../src/model/product';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product } from './products';
import { changesOf, changeTexts, productOf, rowVersions } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const category = (id: string) => ({ external_id: id, name: 'Shoes' });
const attribute = (name: string) => ({ name, options: ['S', 'M'], variation: false });
const scarf = (more: Partial<CanonicalProduct> = {}) =>
  product({
    external_id: '1',
    categories: [category('64'), category('71')],
    tags: ['sale', 'wool'],
    metadata: { type: 'simple', slug: 'scarf', attributes: [attribute('Cut'), attribute('Wool')] },
    ...more,
  });

/** As an earlier version kept it, in the order of the answer that it saw; then an upgrade. */
async function keptBefore(kept: CanonicalProduct): Promise<Shop> {
  const shop = await world.shop();
  await shop.observe([kept]);
  await shop.sql(
    (sql) => sql`
      update products set form = 1, details_hash = gen_random_uuid()
       where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid`,
  );
  await shop.openRun();
  return shop;
}

const answered = scarf({
  categories: [category('71'), category('64')],
  tags: ['wool', 'sale'],
  metadata: { attributes: [attribute('Wool'), attribute('Cut')], slug: 'scarf', type: 'simple' },
});

it('I5 what an older form kept in another order is no change', async () => {
  const shop = await keptBefore(answered);

  await shop.observe([scarf()]);

  expect((await shop.counts()).products).toMatchObject({ unchanged: 1, updated: 0 });
  expect(await changesOf(shop, shop.run.id)).toEqual([]);
});

it('nor a difference that a dry run tells', async () => {
  const shop = await keptBefore(answered);

  await shop.observe([scarf()], { run: { ...shop.run, dryRun: true } });

  expect(await shop.sql((sql) => listDifferences(sql, { runId: shop.run.id, limit: 10, after: null }))).toMatchObject({
    items: [],
  });
});

it('I5 is put into the order of its own once, quietly', async () => {
  const shop = await keptBefore(answered);

  await shop.observe([scarf()]);
  const once = await rowVersions(shop);
  await shop.observe([scarf()]);

  expect(await rowVersions(shop)).toEqual(once);
  const { categories, tags, metadata } = await productOf(shop, '1');
  expect({ categories, tags, metadata }).toEqual({
    categories: [category('64'), category('71')],
    tags: ['sale', 'wool'],
    metadata: scarf().metadata,
  });
});

it.each<[string, Partial<CanonicalProduct>, string]>([
  ['a category more', { categories: ['64', '70', '71'].map(category) }, 'categories: ["71","64"] → ["64","70","71"]'],
  ['a category less', { categories: [category('64')] }, 'categories: ["71","64"] → ["64"]'],
  ['another tag', { tags: ['sale', 'silk'] }, 'tags: ["wool","sale"] → ["sale","silk"]'],
  ['one tag twice', { tags: ['sale', 'sale', 'wool'] }, 'tags: ["wool","sale"] → ["sale","sale","wool"]'],
])('beside the order, %s is one change', async (_, more, change) => {
  const shop = await keptBefore(answered);

  await shop.observe([scarf(more)]);

  expect((await shop.counts()).products).toMatchObject({ unchanged: 0, updated: 1 });
  expect(await changeTexts(shop, shop.run.id)).toEqual([`1 updated ${change}`]);
});

it.each([
  ['an attribute more', { attributes: ['Cut', 'Lining', 'Wool'].map(attribute) }],
  ['an option in another place', { attributes: [{ ...attribute('Cut'), options: ['M', 'S'] }, attribute('Wool')] }],
  ['something else', { slug: 'silk-scarf' }],
])('beside the order of attributes, %s is one change', async (_, more) => {
  const shop = await keptBefore(answered);

  await shop.observe([scarf({ metadata: { ...scarf().metadata, ...more } })]);

  expect(await changesOf(shop, shop.run.id)).toMatchObject([{ kind: 'updated', field: 'metadata' }]);
});

it('a name that was kept escaped is told once', async () => {
  const shop = await keptBefore(scarf({ tags: ['Fish &amp; chips', 'sale'] }));

  await shop.observe([scarf({ tags: ['Fish & chips', 'sale'] })]);
  await shop.openRun();
  await shop.observe([scarf({ tags: ['Fish & chips', 'sale'] })]);

  expect(await changeTexts(shop)).toEqual([
    '1 created',
    '1 updated tags: ["Fish &amp; chips","sale"] → ["Fish & chips","sale"]',
  ]);
});

it('of the form of today, another order is a change like any other', async () => {
  const shop = await world.shop();
  await shop.observe([scarf()]);
  await shop.openRun();

  await shop.observe([scarf({ tags: ['wool', 'sale'] })]);

  expect(await changeTexts(shop, shop.run.id)).toEqual(['1 updated tags: ["sale","wool"] → ["wool","sale"]']);
});
