import fc from 'fast-check';
import { contentHashes, pricesHash, stockHash } from '../../src/catalog/staging/content-hashes';
import type { Metadata } from '../../src/model/product';
import { product, variant } from './products';

/** The same value with the keys of every object in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reordered(inner)]),
  );
}

// Keys that look like array indices keep their place in every object, and `__proto__` is no key of a literal.
const key = fc.string().filter((text) => text !== '__proto__' && !/^\d+$/.test(text));
const metadata = fc.dictionary(key, fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true }) as fc.Arbitrary<Metadata>;
const attributes = fc.dictionary(key, fc.string(), { noNullPrototype: true });

const withThem = (ofProduct: Metadata, ofVariant: Metadata, names: Record<string, string>) =>
  product({
    external_id: '1',
    metadata: ofProduct,
    variants: [variant({ external_id: '1', metadata: ofVariant, attributes: names })],
  });

describe('the content hashes of a product', () => {
  it('I5 are the same in whatever order the keys came, however deep', () => {
    fc.assert(
      fc.property(metadata, metadata, attributes, (ofProduct, ofVariant, names) => {
        const straight = withThem(ofProduct, ofVariant, names);
        const other = reordered(straight) as typeof straight;
        expect(contentHashes(other)).toEqual(contentHashes(straight));
      }),
    );
  });

  it('tell any two values of metadata apart, and an absent key from null', () => {
    fc.assert(
      fc.property(metadata, metadata, (one, other) => {
        fc.pre(!isEqual(one, other));
        const [first, second] = [one, other].map((each) => contentHashes(withThem(each, {}, {})));
        expect(second).not.toEqual(first);
      }),
    );
    expect(contentHashes(withThem({ a: null }, {}, {}))).not.toEqual(contentHashes(withThem({}, {}, {})));
  });

  it('are those of its groups alone, as a lean listing answers them', () => {
    const whole = withThem({ quantity: '3', type: 'simple' }, { stock_status: 'instock', weight: null }, { Size: 'M' });
    const { price, currency, stock, available } = whole;
    const [sold] = whole.variants;
    if (sold === undefined) throw new Error('a product has a variant');
    const { external_id, compare_at_price } = sold;

    expect(contentHashes(whole)).toMatchObject({
      prices: pricesHash({ price, currency, variants: [{ external_id, price: sold.price, compare_at_price }] }),
      stock: stockHash({
        stock,
        available,
        metadata: { quantity: '3' },
        variants: [
          { external_id, stock: sold.stock, available: sold.available, metadata: { stock_status: 'instock' } },
        ],
      }),
    });
  });

  it('I11 tell ids apart that are one number in JavaScript', () => {
    const [one, other] = ['9007199254740992', '9007199254740993'].map((id) =>
      contentHashes(product({ external_id: '1', variants: [variant({ external_id: id })] })),
    );
    expect(other).not.toEqual(one);
  });
});

/** By the text that is stored: JSON knows no -0. */
const isEqual = (one: Metadata, other: Metadata) => sortedText(one) === sortedText(other);

function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
