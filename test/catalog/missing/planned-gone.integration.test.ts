import { notePlannedGone } from '../../../src/catalog/missing/note-planned-gone';
import { lockStore } from '../../../src/stores/lock-store';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';
import { product } from '../products';
import { changesOf, productsOf } from '../rows';
import { gone } from './missing-shop';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const planned = product({ external_id: '1', is_active: false, status: 'future' });

const note = async (shop: Shop, observation: number, ...ids: string[]) => {
  const answers = ids.map((id) => gone(id, { kind: 'trashed' })).filter((each) => each.answer === 'gone');
  await shop.sql(async (sql) => {
    await lockStore(sql, shop.storeId);
    await notePlannedGone(sql, shop.run, answers, observation);
  });
};
const standing = async (shop: Shop) =>
  (await productsOf(shop)).map(({ external_id, status, is_active }) => [external_id, status, is_active]);

it('I1 a planned product that the store says is gone is planned no longer; an active one stays as it is', async () => {
  const shop = await world.shop();
  await shop.observe([planned, product({ external_id: '2' })]);
  await shop.openRun({ mode: 'incremental' });

  await note(shop, await shop.look(), '1', '2');
  await note(shop, await shop.look(), '1', '2');

  expect(await standing(shop)).toEqual([
    ['1', 'trash', false],
    ['2', 'publish', true],
  ]);
  expect(await changesOf(shop, shop.run.id)).toMatchObject([
    { kind: 'updated', field: 'status', before: 'future', after: 'trash' },
  ]);
});

it('I12 an older word changes nothing, and one that is restored as it was is planned again', async () => {
  const shop = await world.shop();
  const before = await shop.look();
  await shop.observe([planned]);
  await note(shop, before, '1');
  expect(await standing(shop)).toEqual([['1', 'future', false]]);

  const asked = await shop.look();
  await shop.observe([planned]);
  await note(shop, asked, '1');
  expect(await standing(shop)).toEqual([['1', 'future', false]]);

  await note(shop, await shop.look(), '1');
  expect(await standing(shop)).toEqual([['1', 'trash', false]]);
  await shop.observe([planned]);
  expect(await standing(shop)).toEqual([['1', 'future', false]]);
});
