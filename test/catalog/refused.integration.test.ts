import { listRejected } from '../../src/catalog/rejected/list-rejected';
import type { CanonicalProduct } from '../../src/model/product';
import type { UnreadableProduct } from '../../src/model/rejection';
import { outcomeOf } from '../../src/runs/run-outcome';
import { doubtsOf } from '../../src/runs/run-problems';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product, products, variant } from './products';
import { manifestPages, productCount, productOf } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const rejected = (shop: Shop) =>
  shop.sql(async (sql) => {
    const { items } = await listRejected(sql, { runId: shop.run.id, storeId: shop.storeId, limit: 500, after: null });
    return items;
  });

const unreadable = (more: Partial<UnreadableProduct> & { external_id: string }): UnreadableProduct => ({
  title: `Wool scarf ${more.external_id}`,
  reason: 'price_unreadable',
  path: 'price',
  message: '"free" is no decimal',
  payload: '{"price":"free"}',
  ...more,
});

const whole = { whole: true, empty: false };

it.each<[string, Partial<CanonicalProduct>]>([
  ['a number beyond what the database holds', { price: `1${'0'.repeat(140_000)}` }],
  ['text that is no number', { price: 'free' }],
  ['a variant that cannot be stored', { variants: [variant({ external_id: '77', price: 'free' })] }],
  ['an SKU longer than an index takes', { sku: randomText(9_000) }],
  ['a date that is none', { source_updated_at: 'soon' }],
  ['a character that no text holds', { title: 'Scarf\0' }],
  ['half a character', { description: '\ud83e' }],
  ['a category named by half a character', { categories: [{ external_id: '9', name: '\ud83e' }] }],
])('I7 sets a product aside for %s, and merges the other 249', async (_, wrong) => {
  const shop = await world.shop();
  const page = products(250).map((each) => (each.external_id === '77' ? { ...each, ...wrong } : each));

  expect(await shop.observe(page)).toMatchObject({ kind: 'merged', products: 249, rejected: 1 });

  expect(await productCount(shop)).toBe(249);
  expect((await shop.counts()).products).toMatchObject({ seen: 250, created: 249, rejected: 1 });
  expect((await shop.counts()).variants).toMatchObject({ created: 249, unchanged: 0 });
  const [aside, ...others] = await rejected(shop);
  expect(others).toEqual([]);
  expect(aside).toMatchObject({ external_id: '77', reason: 'refused_by_database', tries: 1 });
  expect(JSON.parse(aside?.payload ?? '')).toMatchObject({ external_id: '77' });
  expect(await shop.sql(async (sql) => outcomeOf(await doubtsOf(sql, shop.run.id), whole))).toBe(
    'completed_with_errors',
  );
});

it('I7 finds several refused products, first and last of the page among them', async () => {
  const shop = await world.shop();
  const wrong = new Set(['1', '2', '31', '64']);
  const page = products(64).map((each) => (wrong.has(each.external_id) ? { ...each, price: 'free' } : each));

  await shop.observe(page);

  expect((await rejected(shop)).map((each) => each.external_id).sort()).toEqual([...wrong].sort());
  expect(await productCount(shop)).toBe(60);
});

it('I7 leaves a known product as it is when its new look is refused', async () => {
  const shop = await world.shop();
  await shop.observe(products(3));
  await shop.openRun();

  await shop.observe([product({ external_id: '1', price: 'free' }), ...products(2, 2)]);

  expect((await productOf(shop, '1')).price).toBe('19.90');
  expect((await shop.counts()).products).toMatchObject({ seen: 3, unchanged: 2, rejected: 1 });
});

it('I7 a product leaves the list when it merges', async () => {
  const shop = await world.shop();
  await shop.observe([product({ external_id: '1', price: 'free' })]);
  expect(await rejected(shop)).toHaveLength(1);

  await shop.observe(products(1));

  expect(await rejected(shop)).toEqual([]);
  expect(await shop.sql(async (sql) => outcomeOf(await doubtsOf(sql, shop.run.id), whole))).toBe('completed');
  expect((await shop.close('completed')).products).toMatchObject({ seen: 1, created: 1, rejected: 0, unchanged: 0 });
});

it('I7 counts the tries of a product that stays on the list, and keeps when it came', async () => {
  const shop = await world.shop();
  await shop.observe([], { rejected: [unreadable({ external_id: '1' })] });
  const [first] = await rejected(shop);
  await shop.openRun();

  await shop.observe([], { rejected: [unreadable({ external_id: '1', message: '"no" is no decimal' })] });

  const [second] = await rejected(shop);
  expect(second).toMatchObject({ tries: 2, message: '"no" is no decimal', first_seen_at: first?.first_seen_at });
  expect(second?.last_seen_at.getTime()).toBeGreaterThan(first?.last_seen_at.getTime() ?? Infinity);
});

it('I7 begins anew when a product that merged becomes unreadable again', async () => {
  const shop = await world.shop();
  const aside = { rejected: [unreadable({ external_id: '1' })] };
  await shop.observe([], aside);
  const [first] = await rejected(shop);
  await shop.observe(products(1));

  await shop.observe([], aside);

  const [again] = await rejected(shop);
  expect(again?.tries).toBe(1);
  expect(again?.first_seen_at.getTime()).toBeGreaterThan(first?.first_seen_at.getTime() ?? Infinity);
  expect(await shop.sql(async (sql) => outcomeOf(await doubtsOf(sql, shop.run.id), whole))).toBe(
    'completed_with_errors',
  );
});

it('I12 a late look that could not read a product does not put it on the list', async () => {
  const shop = await world.shop();
  const [early, late] = [await shop.look(), await shop.look()];
  await shop.observe(products(1), { observation: late });

  await shop.observe([], { observation: early, rejected: [unreadable({ external_id: '1' })] });

  expect(await rejected(shop)).toEqual([]);
});

it('I12 a late look that could read a product does not take it off the list', async () => {
  const shop = await world.shop();
  const [early, late] = [await shop.look(), await shop.look()];
  await shop.observe([], { observation: late, rejected: [unreadable({ external_id: '1' })] });

  await shop.observe(products(1), { observation: early });

  expect(await rejected(shop)).toHaveLength(1);
});

it('I7 what is told of an unreadable product spoils no page, whatever it quotes', async () => {
  const shop = await world.shop();
  const quoted = unreadable({ external_id: '9', title: 'Scarf\0', message: '"\ud83e" is no decimal', path: '\udda3' });

  expect(await shop.observe(products(3), { rejected: [quoted] })).toMatchObject({ products: 3, rejected: 1 });
  expect(await rejected(shop)).toMatchObject([{ external_id: '9', title: 'Scarf', message: '"\uFFFD" is no decimal' }]);
});

it('I7 halving a page again after its commit changes nothing', async () => {
  const shop = await world.shop();
  const page = await shop.stage([...products(3), product({ external_id: '9', price: 'free' })]);
  await shop.merge(page);

  expect(await shop.merge(page)).toEqual({ kind: 'merged_before' });
  expect(await rejected(shop)).toMatchObject([{ external_id: '9', tries: 1 }]);
  expect(await manifestPages(shop)).toBe(1);
});

/** Text that does not compress: an index entry is compressed before it is too long. */
function randomText(length: number): string {
  let [text, state] = ['', 42];
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += state.toString(36);
  }
  return text;
}
