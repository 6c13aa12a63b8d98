import type { WholeProduct } from '../../src/catalog/reading/list-products';
import { differencesOf } from '../../src/explain/live/differences';
import type { CanonicalProduct } from '../../src/model/product';

const variant = (external_id: string, more: object = {}) => ({
  external_id,
  title: external_id,
  sku: null,
  price: '5.00',
  compare_at_price: null,
  stock: 4,
  available: true,
  is_active: true,
  ...more,
});
const product = (variants: object[], more: object = {}) =>
  ({
    title: 'Shirt',
    price: '5.00',
    currency: 'EUR',
    stock: 4,
    is_active: true,
    variants,
    ...more,
  }) as unknown as WholeProduct & CanonicalProduct;

it('finds none where the store says what the catalogue has', () => {
  expect(differencesOf(product([variant('1'), variant('2')]), product([variant('2'), variant('1')]))).toEqual([]);
});

it('I6 tells prices by their text, of each variant by its id in the store', () => {
  const here = product([variant('1'), variant('2')]);
  expect(differencesOf(here, product([variant('1', { price: '5.0' }), variant('2')], { stock: 3 }))).toEqual([
    { field: 'stock', here: 4, store: 3 },
    { field: 'variants[1].price', here: '5.00', store: '5.0' },
  ]);
});

it('tells variants that one of both has alone, and not those that the catalogue knows to be gone', () => {
  const here = product([variant('1'), variant('2'), variant('3', { is_active: false })]);
  expect(differencesOf(here, product([variant('1'), variant('4')]))).toEqual([
    { field: 'variants[4]', here: null, store: '4' },
    { field: 'variants[2]', here: '2', store: null },
  ]);
});

it('tells of the only variant what the product does not show itself, and 20 differences at most', () => {
  expect(
    differencesOf(product([variant('1')]), product([variant('1', { price: '6.00', compare_at_price: '7.00' })])),
  ).toEqual([{ field: 'variants[1].compare_at_price', here: null, store: '7.00' }]);
  const many = Array.from({ length: 30 }, (_, index) => variant(String(index)));
  expect(differencesOf(product([]), product(many))).toHaveLength(20);
});
