import { isStorm } from '../../../src/hints/storms/is-storm';
import { StoreSettings } from '../../../src/stores/store-settings';

const { hint_storm: limits } = StoreSettings.parse({});

it.each([
  ['a thousand products of many', 1_000, 50_000, false],
  ['one more', 1_001, 50_000, true],
  ['a quarter of a store', 250, 1_000, false],
  ['more than a quarter', 251, 1_000, true],
  ['all of a small store', 99, 99, false],
  ['all of one that is not that small', 100, 100, true],
])('knows whether news of %s are a storm', (_, ids, products, expected) => {
  expect(isStorm(ids, products, limits)).toBe(expected);
});
