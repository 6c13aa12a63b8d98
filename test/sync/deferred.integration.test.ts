import { bringDeferredForward } from '../../src/activities/sweep';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { freshnessOf } from './lean/lean-rows';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

it('makes the full runs due at once of stores that a sweep leaves, of every tenant', async () => {
  const [left, other] = [await world.wooCommerce({ products: 1 }), await world.wooCommerce({ products: 1 })];
  const elsewhere = await world.wooCommerce({ products: 1 }, await world.newTenant('Other'));

  await bringDeferredForward(world)([left.store, elsewhere.store]);

  const why = async ({ store }: typeof left) => (await freshnessOf(world, store))?.full_wanted_why;
  expect(await Promise.all([left, elsewhere, other].map(why))).toEqual([
    expect.stringContaining('kept a sweep from it'),
    expect.stringContaining('kept a sweep from it'),
    null,
  ]);
});
