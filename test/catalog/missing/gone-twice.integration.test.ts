import { noteGone } from '../../../src/catalog/missing/suspects';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';
import { products } from '../products';
import { confirmAll, deactivate } from './missing-shop';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

async function told(shop: Shop, ids: readonly string[]): Promise<void> {
  const observation = await shop.look();
  await shop.sql((sql) => noteGone(sql, shop.run, ids, observation));
}

it('I4 counts a product that went, came back and is doubted again within a stretch as one that it switched off', async () => {
  const shop = await world.shop();
  await shop.observe(products(3));
  await shop.openRun({ mode: 'refresh', byHints: true });

  await told(shop, ['1', '2']);
  await confirmAll(shop);
  expect(await deactivate(shop)).toMatchObject({ deactivated: 2 });
  await shop.observe(products(2));
  await told(shop, ['1', '3']);
  expect((await shop.counts()).products).toMatchObject({ deactivated: 2, missing: 3 });

  await confirmAll(shop);
  expect(await deactivate(shop)).toMatchObject({ deactivated: 2 });
  expect((await shop.close('completed')).products).toMatchObject({ deactivated: 3 });
});
