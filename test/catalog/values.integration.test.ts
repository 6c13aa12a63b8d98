import fc from 'fast-check';
import { parseDecimal } from '../../src/platforms/mapping/decimal';
import { type CatalogueWorld, catalogueWorld } from './catalogue-world';
import { product, variant } from './products';
import { changeTexts, productOf, productsOf, rowVersions } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

/** What stores write as prices: signs, leading and trailing zeros, exponents, no digit before or behind the point. */
const writtenPrice = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.stringMatching(/^\d{0,30}$/),
    fc.option(fc.stringMatching(/^\d{0,20}$/), { nil: null }),
    fc.option(fc.integer({ min: -12, max: 12 }), { nil: null }),
  )
  .map(([sign, integer, fraction, exponent]) => {
    const point = fraction === null ? '' : `.${fraction}`;
    return `${sign}${integer}${point}${exponent === null ? '' : `e${exponent}`}`;
  });

it('I6 a price comes back from the database as the very text that the mapper made of it', async () => {
  const accepted = writtenPrice.map(parseDecimal).filter((price) => price !== null);
  const shop = await world.shop();

  await fc.assert(
    fc.asyncProperty(fc.array(accepted, { minLength: 20, maxLength: 60 }), async (prices) => {
      const all = prices.map((price, at) =>
        product({
          external_id: String(at),
          price,
          variants: [variant({ external_id: String(at), price, compare_at_price: price })],
        }),
      );
      await shop.observe(all, { allDocuments: true });

      for (const { external_id, price, variants } of await productsOf(shop)) {
        const sent = prices[Number(external_id)];
        if (sent !== undefined)
          expect([price, variants[0]?.price, variants[0]?.compare_at_price]).toEqual([sent, sent, sent]);
      }
    }),
    { numRuns: 10 },
  );
});

it('hole 8: I6 7.5 becoming 7.50 is a change', async () => {
  const shop = await world.shop();
  const priced = (price: string) => [
    product({ external_id: '1', price, variants: [variant({ external_id: '1', price })] }),
  ];
  await shop.observe(priced('7.5'));
  const run = await shop.openRun();

  await shop.observe(priced('7.50'));

  expect((await productOf(shop, '1')).price).toBe('7.50');
  expect(await changeTexts(shop, run.id)).toEqual([
    '1 updated price: "7.5" → "7.50"',
    '1/1 variant_updated price: "7.5" → "7.50"',
  ]);
  expect((await shop.counts()).products).toMatchObject({ updated: 1 });
});

it.each(['NaN', 'Infinity', '-Infinity', '1e999', ''])('hole 8: no mapper lets %j through as a price', (text) => {
  expect(parseDecimal(text)).toBeNull();
});

it('hole 8: keeps stock beyond four bytes, and negative stock', async () => {
  const shop = await world.shop();
  const stocks = [3_000_000_000, Number.MAX_SAFE_INTEGER, -3_000_000_000, null];

  await shop.observe(
    stocks.map((stock, at) =>
      product({ external_id: String(at), stock, variants: [variant({ external_id: String(at), stock })] }),
    ),
  );

  expect((await productsOf(shop)).map((each) => [each.stock, each.variants[0]?.stock])).toEqual(
    stocks.map((stock) => [stock, stock]),
  );
});

it('hole 8: a pooled connection that served a tenant raises nothing for its next user', async () => {
  await (await world.shop()).observe([product({ external_id: '1' })]);

  for (let use = 0; use < 12; use++) {
    const seen = await world.database.withSystem((sql) => sql`select from products`);
    expect(seen.rowCount).toBe(0);
  }
});

it('I11 keeps ids apart that are one number in JavaScript', async () => {
  const shop = await world.shop();
  const ids = ['9007199254740992', '9007199254740993', '18446744073709551617', '007', '7'];

  await shop.observe(
    ids.map((id) => product({ external_id: id, title: id, variants: [variant({ external_id: id, title: id })] })),
  );

  const kept = await productsOf(shop);
  expect(kept.map(({ external_id, title, variants }) => [external_id, title, variants[0]?.external_id])).toEqual(
    [...ids].sort().map((id) => [id, id, id]),
  );
});

it('I11 keeps an attribute named __proto__, text of any script, and quotes', async () => {
  const shop = await world.shop();
  const title = 'Schal „Größe“ 🧣 \u202Eעברית\u202C \'"\\{},\t\n';
  const attributes = Object.fromEntries([
    ['__proto__', 'Rot'],
    ['constructor', 'Blau'],
    ['Größe', '🧣'],
  ]);
  const sent = product({
    external_id: 'gid://{"a",b}\\',
    title,
    tags: ['{', '"', '\\', 'NULL', ''],
    metadata: Object.fromEntries([['__proto__', { deep: title }]]),
    variants: [variant({ external_id: '1', attributes })],
  });

  await shop.observe([sent]);

  const kept = await productOf(shop, sent.external_id);
  expect(kept).toMatchObject({ title, tags: sent.tags });
  expect(Object.entries(kept.metadata)).toEqual(Object.entries(sent.metadata));
  expect(Object.entries(kept.variants[0]?.attributes ?? {}).sort()).toEqual(Object.entries(attributes).sort());

  const before = await rowVersions(shop);
  await shop.observe([sent]);
  expect(await rowVersions(shop)).toEqual(before);
});
