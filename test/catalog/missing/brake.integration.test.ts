import { askBrake } from '../../../src/catalog/missing/ask-brake';
import { nextSuspects } from '../../../src/catalog/missing/suspects';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';
import { answer, confirmAll, gone, shopWithMissing } from './missing-shop';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

describe('the brake', () => {
  const limits = (count: number, percent: number) => ({ deactivation_brake: { count, percent } });
  const brake = (shop: Shop, emptyListing = false) =>
    shop.sql((sql) => askBrake(sql, shop.run, { emptyListing, besides: [] }));

  it.each([
    ['neither limit is exceeded', 10, limits(4, 40), 4, false],
    ['only the count is exceeded', 10, limits(3, 40), 4, false],
    ['only the percentage is exceeded', 10, limits(4, 30), 4, false],
    ['both are exceeded', 10, limits(3, 39), 4, true],
    ['nothing is set and 20 are gone', 40, {}, 20, false],
    ['nothing is set and 21 of 100 are gone', 100, {}, 21, true],
    ['nothing is set and 21 of 105 are gone', 105, {}, 21, false],
  ])('when %s', async (_, count, settings, missing, holds) => {
    const shop = await shopWithMissing(world, count, count - missing, settings);
    await confirmAll(shop);

    expect(await brake(shop)).toEqual({ holds, confirmed: missing, active: count });
  });

  it('counts only what is confirmed', async () => {
    const shop = await shopWithMissing(world, 10, 2, limits(1, 1));
    await answer(shop, [gone('3'), { external_id: '4', answer: 'alive' }]);

    expect(await brake(shop)).toEqual({ holds: false, confirmed: 1, active: 10 });
  });

  it('I1 holds a single one after an empty listing', async () => {
    const shop = await shopWithMissing(world, 30, 0);
    const [first] = await shop.sql((sql) => nextSuspects(sql, shop.run, 1));
    await answer(shop, [gone(first ?? '')]);

    expect(await brake(shop, true)).toMatchObject({ holds: true, confirmed: 1 });
  });

  it('holds nothing after an empty listing when all are alive', async () => {
    const shop = await shopWithMissing(world, 3, 0);

    expect(await brake(shop, true)).toMatchObject({ holds: false, confirmed: 0 });
  });
});
