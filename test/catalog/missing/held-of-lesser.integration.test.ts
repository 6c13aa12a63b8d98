import { hasWaiting } from '../../../src/catalog/missing/has-waiting';
import { carryUnsettled, countMissing, noteGone } from '../../../src/catalog/missing/suspects';
import type { LastStatus, RunMode } from '../../../src/model/run';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';
import { products } from '../products';
import { confirmAll, deactivate } from './missing-shop';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

/** A run of that mode that heard of two products which went, asked for both, and ended so. */
async function heldIn(mode: RunMode, status: LastStatus): Promise<Shop> {
  const shop = await world.shop();
  await shop.observe(products(3));
  await shop.openRun({ mode });
  const observation = await shop.look();
  await shop.sql((sql) => noteGone(sql, shop.run, ['1', '2'], observation));
  await confirmAll(shop);
  await shop.close(status);
  await shop.sql(
    (sql) => sql`
      update missing_products set checked_at = checked_at - interval '6 minutes' where tenant_id = ${shop.tenantId}::uuid`,
  );
  return shop;
}

const carried = async (shop: Shop) => {
  await shop.openRun({ mode: 'incremental' });
  await shop.sql((sql) => carryUnsettled(sql, shop.run));
  return shop.sql((sql) => countMissing(sql, shop.run));
};
const waits = (shop: Shop) => shop.sql((sql) => hasWaiting(sql, shop.storeId, new Date().toISOString()));

it('what the brake held of a lesser run is asked for again by the next one, and no more once it is off', async () => {
  const shop = await heldIn('incremental', 'completed_with_errors');
  expect(await waits(shop)).toBe(true);
  expect(await carried(shop)).toBe(2);

  await confirmAll(shop);
  expect(await deactivate(shop)).toMatchObject({ deactivated: 2 });
  await shop.close('completed');
  expect(await waits(shop)).toBe(false);
  expect(await carried(shop)).toBe(0);
});

it('what it holds of a full run is for somebody to decide', async () => {
  const shop = await heldIn('full', 'completed_with_errors');
  expect(await waits(shop)).toBe(false);
  expect(await carried(shop)).toBe(0);
});
