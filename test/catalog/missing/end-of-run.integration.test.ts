import type { MissingAnswer } from '../../../src/platforms/store-platform';
import { claimWaitingRun } from '../../../src/runs/approval';
import { outcomeOf } from '../../../src/runs/run-outcome';
import { doubtsOf } from '../../../src/runs/run-problems';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';
import { products } from '../products';
import { active, answer, confirmAll, deactivate, gone, shopWithMissing, states } from './missing-shop';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

describe('what the run’s end makes of it', () => {
  const end = (shop: Shop, listing = { whole: true, empty: false }) =>
    shop.sql(async (sql) => outcomeOf(await doubtsOf(sql, shop.run.id), listing));

  it.each<[string, MissingAnswer[], string]>([
    [
      'everything that was missing was alive or is off',
      [gone('3'), { external_id: '2', answer: 'alive' }],
      'completed',
    ],
    [
      'one could not be confirmed',
      [gone('3'), { external_id: '2', answer: 'unclear', detail: '' }],
      'completed_with_errors',
    ],
    ['one was not asked for', [gone('3')], 'completed_with_errors'],
  ])('I2 when %s', async (_, answers, status) => {
    const shop = await shopWithMissing(world, 3, 1);
    await answer(shop, answers);
    await deactivate(shop);

    expect(await end(shop)).toBe(status);
  });

  it('I2 a listing that was not whole is never completed', async () => {
    const shop = await world.shop();
    await shop.observe(products(1));

    expect(await end(shop, { whole: false, empty: false })).toBe('completed_with_errors');
  });

  it('I2 an empty listing is completed only when every product was gone', async () => {
    const [all, some] = [await shopWithMissing(world, 2, 0), await shopWithMissing(world, 2, 0)];
    await confirmAll(all);
    await deactivate(all);
    await answer(some, [gone('1'), { external_id: '2', answer: 'alive' }]);
    await deactivate(some);

    expect(await end(all, { whole: true, empty: true })).toBe('completed');
    expect(await end(some, { whole: true, empty: true })).toBe('completed_with_errors');
  });

  it('I2 what an operator kept is an error, and the approved are asked for again', async () => {
    const shop = await shopWithMissing(world, 3, 1);
    await confirmAll(shop);
    await shop.sql(
      (sql) => sql`
        update sync_runs set status = 'awaiting_approval'
         where tenant_id = ${shop.tenantId}::uuid and id = ${shop.run.id}::uuid`,
    );
    const claim = { runId: shop.run.id, externalIds: ['2'] };
    expect(await shop.sql((sql) => claimWaitingRun(sql, claim))).toBe(true);
    expect(await states(shop)).toEqual({ '2': 'suspect', '3': 'kept' });

    await confirmAll(shop);
    await deactivate(shop);

    expect(await active(shop)).toEqual(['1', '3']);
    expect(await end(shop)).toBe('completed_with_errors');
  });
});
