import { termOrder } from '../../simulators/woocommerce/answers/term-order';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import { askShop, PRODUCTS } from './woocommerce-requests';

let simulator: WooCommerceSimulator;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const term = (id: number, name: string) => ({ id, name });
const answers = (item: Parameters<ReturnType<typeof termOrder>>[0], seed = 1) => {
  const asAnswered = termOrder(seed);
  return Array.from({ length: 30 }, () => asAnswered(item));
};
const orders = (lists: unknown[]) => new Set(lists.map((list) => JSON.stringify(list)));

it('terms come by name, equal names in any order', () => {
  const item = { categories: [term(1, 'Women'), term(2, 'shoes'), term(3, 'Shoes')] };
  const seen = orders(answers(item).map(({ categories }) => categories));
  const [women, lower, upper] = item.categories;
  expect(seen).toEqual(
    orders([
      [lower, upper, women],
      [upper, lower, women],
    ]),
  );
});

it('attributes without a place come in any order, those with one in theirs', () => {
  const attribute = (name: string) => ({ name, options: ['S'] });
  const loose = { attributes: ['Cut', 'Wool', 'Care'].map(attribute) };
  const placed = { attributes: loose.attributes.map((each, position) => ({ ...each, position })) };
  expect(orders(answers(loose).map(({ attributes }) => attributes)).size).toBe(6);
  expect(answers(placed)).toEqual(Array(30).fill(placed));
});

it('nothing else is moved: a variation’s attributes, different names, what a plugin spoilt', () => {
  const item = {
    categories: [term(1, 'Hats'), term(2, 'Caps')],
    tags: 'a list once',
    attributes: [
      { name: 'Cut', option: 'Slim' },
      { name: 'Wool', option: 'Fine' },
    ],
  };
  expect(answers(item)).toEqual(Array(30).fill(item));
});

it('one seed plays the same orders again', () => {
  const item = { tags: [term(1, 'Sale'), term(2, 'sale')] };
  expect(answers(item, 7)).toEqual(answers(item, 7));
  expect(answers(item, 7)).not.toEqual(answers(item, 8));
});

it('a generated shop has such products, in lists and one by one', async () => {
  const shop = simulator.addShop({ name: 'twins', products: 100, auth: 'https' });
  const list = `${PRODUCTS}?per_page=100&orderby=id&order=asc&_fields=id,categories`;
  const seen = orders(await Promise.all(Array.from({ length: 5 }, async () => (await askShop(shop, list)).json)));
  expect(seen.size).toBe(5);

  const twins = [...shop.products.values()].find(({ categories }) => categories.length === 2);
  const single = async () => (await askShop(shop, `${PRODUCTS}/${twins?.id}?_fields=categories`)).json;
  expect(orders(await Promise.all(Array.from({ length: 20 }, single))).size).toBe(2);
});
