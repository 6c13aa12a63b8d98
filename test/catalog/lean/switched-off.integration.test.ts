import { LEAN_MODES } from '../../../src/model/freshness/lean-product';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';
import { product } from '../products';
import { productOf } from '../rows';
import { leanOf } from './lean-of';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const BOTH = LEAN_MODES.map((mode) => ({ mode }));

const ALIVE = product({ external_id: '1' });
const OFF = { ...ALIVE, is_active: false, status: 'draft' };

/** A refresh looked and found the product off; before it is merged, a lean page looks at it under a later number. */
async function lateBehind(look: (shop: Shop, observation: number) => Promise<unknown>, known = [ALIVE]) {
  const shop = await world.shop();
  await shop.observe(known);
  await shop.openRun({ mode: 'prices' });
  const [early, late] = [await shop.look(), await shop.look()];
  await look(shop, late);
  const refresh = { ...shop.run, fenced: false };
  return { shop, refresh, merged: await shop.observe([OFF], { observation: early, run: refresh }) };
}

it.each(BOTH)('I12 a late whole page does not switch off what a newer page of $mode showed alive', async ({ mode }) => {
  const { shop, refresh, merged } = await lateBehind(async (shop, observation) => {
    await shop.openRun({ mode });
    await shop.observeLean([leanOf(mode, ALIVE)], { observation });
  });

  // Overtaken: a refresh looks again.
  expect(merged).toMatchObject({ kind: 'merged', overtaken: 1 });
  expect(await productOf(shop, '1')).toMatchObject({ is_active: true, status: ALIVE.status });
  await shop.observe([OFF], { run: refresh });
  expect(await productOf(shop, '1')).toMatchObject({ is_active: false });
});

it('I12 nor when the newer page could not compare it, and has to read it whole', async () => {
  const { shop, merged } = await lateBehind((shop, observation) =>
    shop.observeLean([leanOf('prices', { ...ALIVE, price: '1.00', variants: [] })], { observation }),
  );

  expect(merged).toMatchObject({ overtaken: 1 });
  expect(await productOf(shop, '1')).toMatchObject({ is_active: true });
});

it.each([
  ['showed it off', (shop: Shop, observation: number) => shop.observeLean([leanOf('prices', OFF)], { observation })],
  [
    'was silent',
    (shop: Shop, observation: number) =>
      shop.observeLean([leanOf('prices', product({ external_id: '2' }))], { observation }),
  ],
  [
    'did not say what it is like',
    (shop: Shop, observation: number) => shop.observeLean([], { observation, unclear: ['1'] }),
  ],
])('a late whole page switches off where the newer page %s', async (_, look) => {
  const { shop } = await lateBehind(look);

  expect(await productOf(shop, '1')).toMatchObject({ is_active: false, status: 'draft' });
});

it('a product that the catalogue lacks is made inactive by a late page, whatever a newer one showed of it', async () => {
  const { shop } = await lateBehind(
    (shop, observation) => shop.observeLean([leanOf('prices', ALIVE)], { observation }),
    [],
  );

  expect(await productOf(shop, '1')).toMatchObject({ is_active: false });
});
