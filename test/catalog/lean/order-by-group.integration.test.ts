import { deactivateConfirmed } from '../../../src/catalog/missing/deactivate-confirmed';
import { noteMissingAnswers, noteSuspects } from '../../../src/catalog/missing/suspects';
import type { LeanMode } from '../../../src/model/freshness/lean-product';
import type { CanonicalProduct } from '../../../src/model/product';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';
import { product, variant } from '../products';
import { productOf } from '../rows';
import { leanOf } from './lean-of';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

/** A product whose title, price and stock all say which state it is in. */
const inState = (state: 'A' | 'B'): CanonicalProduct => {
  const price = state === 'A' ? '10.00' : '20.00';
  const stock = state === 'A' ? 10 : 20;
  const metadata = { quantity: String(stock), note: state };
  return product({
    external_id: '1',
    title: state,
    price,
    stock,
    metadata,
    variants: [variant({ external_id: '1', title: state, price, stock, metadata })],
  });
};

const ALL_OF_A = { title: 'A', price: '10.00', stock: 10, metadata: { quantity: '10', note: 'A' } };
const ALL_OF_B = { title: 'B', price: '20.00', stock: 20, metadata: { quantity: '20', note: 'B' } };

/** The product and its variant: each group of both has to be of the same look. */
async function seen(shop: Shop) {
  const { title, price, stock, metadata, variants } = await productOf(shop, '1');
  const [first] = variants;
  const ofVariant = { title: first?.title, price: first?.price, stock: first?.stock, metadata: first?.metadata };
  expect(ofVariant).toEqual({ title, price, stock, metadata });
  return { title, price, stock, metadata };
}

/** The catalogue has A; two looks follow, in the order of their numbers. */
async function twoLooks(mode: LeanMode) {
  const shop = await world.shop();
  await shop.observe([inState('A')]);
  await shop.openRun({ mode });
  const [early, late] = [await shop.look(), await shop.look()];
  const refresh = { ...shop.run, fenced: false };
  const full = (state: 'A' | 'B', observation: number) => shop.observe([inState(state)], { observation, run: refresh });
  const lean = (state: 'A' | 'B', observation: number) =>
    shop.observeLean([leanOf(mode, inState(state))], { observation });
  return { shop, early, late, full, lean };
}

const GROUPS = [
  {
    mode: 'prices' as const,
    newGroup: { ...ALL_OF_A, price: '20.00' },
    oldGroup: { ...ALL_OF_B, price: '10.00' },
  },
  {
    mode: 'inventory' as const,
    newGroup: { ...ALL_OF_A, stock: 20, metadata: { quantity: '20', note: 'A' } },
    oldGroup: { ...ALL_OF_B, stock: 10, metadata: { quantity: '10', note: 'B' } },
  },
];

it.each(GROUPS)(
  'I12 a full page that comes late leaves $mode as a newer lean page wrote it, and brings all else',
  async ({ mode }) => {
    const { shop, early, late, full, lean } = await twoLooks(mode);
    await lean('B', late);
    const before = await seen(shop);

    // Between the two looks the shop went from B, with another price, to B.
    const merged = await full('A', early);

    expect(merged).toMatchObject({ kind: 'merged', overtaken: 1 });
    expect(await seen(shop)).toEqual(before);
  },
);

it.each(GROUPS)('I12 a late full page of another state is taken for all but $mode', async ({ mode, oldGroup }) => {
  const { shop, early, late, full, lean } = await twoLooks(mode);
  // The newer look found A: nothing to write, and it was a look all the same.
  await lean('A', late);

  const merged = await full('B', early);

  expect(merged).toMatchObject({ kind: 'merged', overtaken: 1 });
  expect(await seen(shop)).toEqual(oldGroup);
});

it.each(GROUPS)(
  'I12 a lean page of $mode that comes late changes nothing that a newer full page wrote',
  async ({ mode }) => {
    const { shop, early, late, full, lean } = await twoLooks(mode);
    await full('B', late);

    expect(await lean('A', early)).toMatchObject({ kind: 'merged', overtaken: 1 });
    expect(await seen(shop)).toEqual(ALL_OF_B);
  },
);

it.each(GROUPS)(
  'I12 nor when the newer full page found nothing changed: A → B → A with a late B of $mode',
  async ({ mode }) => {
    const { shop, early, late, full, lean } = await twoLooks(mode);
    await full('A', late);

    expect(await lean('B', early)).toMatchObject({ kind: 'merged', overtaken: 1 });
    expect(await seen(shop)).toEqual(ALL_OF_A);
  },
);

it.each(GROUPS)(
  'I12 a lean page of $mode is taken behind an older full one, and the other way round',
  async ({ mode, newGroup }) => {
    const { shop, early, late, full, lean } = await twoLooks(mode);
    await full('A', early);
    expect(await lean('B', late)).toMatchObject({ overtaken: 0 });
    expect(await seen(shop)).toEqual(newGroup);

    expect(await full('A', await shop.look())).toMatchObject({ overtaken: 0 });
    expect(await seen(shop)).toEqual(ALL_OF_A);
  },
);

it.each(GROUPS)(
  'I12 of two lean looks at $mode the newer wins, in whichever order they come',
  async ({ mode, newGroup }) => {
    const { shop, early, late, lean } = await twoLooks(mode);
    await lean('B', late);
    expect(await lean('A', early)).toMatchObject({ overtaken: 1 });
    expect(await seen(shop)).toEqual(newGroup);
  },
);

it('I12 a look at stock overtakes no look at prices', async () => {
  const { shop, early, late, lean } = await twoLooks('prices');
  const prices = shop.run;
  await shop.openRun({ mode: 'inventory' });
  await shop.observeLean([leanOf('inventory', inState('B'))], { observation: late });
  shop.run = prices;
  await shop.sql((sql) => sql`update stores set current_run = ${prices.id}::uuid where id = ${shop.storeId}::uuid`);

  expect(await lean('B', early)).toMatchObject({ overtaken: 0 });
  expect(await seen(shop)).toEqual({ ...ALL_OF_A, price: '20.00', stock: 20, metadata: { quantity: '20', note: 'A' } });
});

it('I12 a late full page that adds a variant leaves the prices of the others alone; the next one finds them right', async () => {
  const shop = await world.shop();
  const at = (price: string, ids: string[]) =>
    product({
      external_id: '1',
      price,
      variants: ids.map((external_id, position) => variant({ external_id, position, price })),
    });
  await shop.observe([at('10.00', ['a'])]);
  await shop.openRun({ mode: 'prices' });
  const [early, late] = [await shop.look(), await shop.look()];
  await shop.observeLean([leanOf('prices', at('20.00', ['a']))], { observation: late });
  const refresh = { ...shop.run, fenced: false };

  await shop.observe([at('10.00', ['a', 'b'])], { observation: early, run: refresh });

  const { price, variants } = await productOf(shop, '1');
  expect([price, ...variants.map((each) => each.price)]).toEqual(['20.00', '20.00', '10.00']);
  await shop.observe([at('20.00', ['a', 'b'])], { run: refresh });
  expect((await productOf(shop, '1')).variants.map((each) => each.price)).toEqual(['20.00', '20.00']);
});

describe('a deactivation that carries older evidence', () => {
  /** The product is confirmed as gone; then a lean page looks, under a later number. */
  async function confirmedThenSeen(look: (shop: Shop) => Promise<unknown>) {
    const shop = await world.shop();
    await shop.observe([inState('A')]);
    const full = await shop.openRun();
    await shop.sql((sql) => noteSuspects(sql, full));
    const evidence = { kind: 'not_found', source: 'confirmation', checked_at: '2026-11-25T08:00:00.000Z' } as const;
    const answer = { external_id: '1', answer: 'gone' as const, evidence };
    const observation = await shop.look();
    await shop.sql((sql) => noteMissingAnswers(sql, full, [answer], observation));
    await shop.openRun({ mode: 'prices' });
    await look(shop);
    return { shop, piece: await shop.sql((sql) => deactivateConfirmed(sql, full, 10)) };
  }

  it('I12 is stopped by a lean look that showed the product alive', async () => {
    const { shop, piece } = await confirmedThenSeen((shop) => shop.observeLean([leanOf('prices', inState('A'))]));

    expect(piece).toEqual({ deactivated: 0, overtaken: 1, stale: 0 });
    expect(await productOf(shop, '1')).toMatchObject({ is_active: true });
  });

  it('I12 also when that look could not compare it, and has to read it whole', async () => {
    const alive = { ...leanOf('prices', inState('A')), variants: [] };
    const { piece } = await confirmedThenSeen((shop) => shop.observeLean([alive]));

    expect(piece).toEqual({ deactivated: 0, overtaken: 1, stale: 0 });
  });

  it.each([
    ['showed it off', (shop: Shop) => shop.observeLean([leanOf('prices', { ...inState('A'), is_active: false })])],
    ['was silent', (shop: Shop) => shop.observeLean([leanOf('prices', product({ external_id: '2' }))])],
    ['did not say what it is like', (shop: Shop) => shop.observeLean([], { unclear: ['1'] })],
  ])('I1 is not stopped by a lean look that %s', async (_, look) => {
    const { shop, piece } = await confirmedThenSeen(look);

    expect(piece).toEqual({ deactivated: 1, overtaken: 0, stale: 0 });
    expect(await productOf(shop, '1')).toMatchObject({ is_active: false });
  });
});

it('a full run does not take what a lean page showed for seen: it notes it as missing', async () => {
  const shop = await world.shop();
  await shop.observe([inState('A')]);
  const run = await shop.openRun({ mode: 'prices' });
  await shop.observeLean([leanOf('prices', inState('A'))]);
  // The page is the run's own: as a run holds it that turned full behind it.
  expect(await shop.sql((sql) => noteSuspects(sql, { ...run, mode: 'full' }))).toBe(1);
});

it('I7 a lean look at a product that is set aside does not say that it can be read', async () => {
  const shop = await world.shop();
  await shop.observe([inState('A')]);
  const rejection = {
    external_id: '1',
    title: 'A',
    reason: 'price_unreadable' as const,
    path: 'price',
    message: 'no decimal',
    payload: '{}',
  };
  const early = await shop.look();
  await shop.openRun({ mode: 'prices' });
  await shop.observeLean([leanOf('prices', inState('A'))]);
  const refresh = { ...shop.run, fenced: false };
  await shop.observe([], { rejected: [rejection], observation: early, run: refresh });
  await shop.observeLean([leanOf('prices', inState('B'))]);

  const { rows } = await shop.sql(
    (sql) => sql<{ external_id: string; closed_at: Date | null }>`
      select external_id, closed_at from rejected_products where store_id = ${shop.storeId}::uuid`,
  );
  expect(rows).toEqual([{ external_id: '1', closed_at: null }]);
});
