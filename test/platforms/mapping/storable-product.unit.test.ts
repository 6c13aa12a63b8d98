import { MOST_OF_A_PRODUCT, storableProduct } from '../../../src/platforms/mapping/storable-product';
import { Unmappable } from '../../../src/platforms/mapping/unmappable';
import { product, products, variant } from '../../catalog/products';

const kB = (count: number, text = 'x') => text.repeat(count * 1024);

it('leaves an ordinary product as it is', () => {
  const ordinary = product({ external_id: '1' });
  expect(storableProduct(ordinary)).toBe(ordinary);
});

it('cuts a description beyond 512 kB, keeps the product, and says so in a note', () => {
  const stored = storableProduct(product({ external_id: '1', description: kB(600) }));
  expect(stored.description).toBe(kB(512));
  expect(stored.metadata).toMatchObject({
    truncated: true,
    notes: [{ path: 'description', message: '614400 bytes are more than 524288: the rest was left out' }],
  });
});

it('cuts no character in two', () => {
  const stored = storableProduct(product({ external_id: '1', description: `x${kB(200, 'ボ')}` }));
  expect(Buffer.byteLength(stored.description)).toBe(512 * 1024 - 1);
  expect(stored.description).toMatch(/^xボ+$/);
  expect(stored.metadata).not.toHaveProperty('cleaned');
});

it('keeps the notes that a product has already', () => {
  const metadata = { notes: [{ path: 'images[1]', message: 'is empty' }] };
  const stored = storableProduct(product({ external_id: '1', description: kB(600), metadata }));
  expect(stored.metadata.notes).toHaveLength(2);
});

it('cuts a title of 1 MB, and that of the variant which has it from the product', () => {
  const title = kB(1024);
  const stored = storableProduct(
    product({ external_id: '1', title, variants: [variant({ external_id: '1', title })] }),
  );
  expect([stored.title, stored.variants[0]?.title]).toEqual([kB(4), kB(4)]);
  expect(stored.metadata.truncated).toBe(true);
});

describe('a product with more than a product may have is set aside, never stored short', () => {
  const image = { url: 'https://shop.example/a.jpg', alt: null, position: 0 };
  const many = {
    images: Array.from({ length: MOST_OF_A_PRODUCT.images + 1 }, () => image),
    tags: Array.from({ length: MOST_OF_A_PRODUCT.tags + 1 }, String),
    categories: Array.from({ length: MOST_OF_A_PRODUCT.categories + 1 }, (_, id) => ({
      external_id: `${id}`,
      name: '',
    })),
    variants: Array.from({ length: MOST_OF_A_PRODUCT.variants + 1 }, (_, id) => variant({ external_id: `${id}` })),
  };

  it.each(Object.entries(many))('%s', (list, items) => {
    const refused = reasonOf({ [list]: items });
    expect(refused).toMatchObject({
      reason: 'out_of_range',
      path: list,
      message: expect.stringMatching(/more than the \d+ of a product/),
    });
    expect(() => storableProduct(product({ external_id: '1', [list]: items.slice(1) }))).not.toThrow();
  });

  it('characters in all', () => {
    const variants = products(9).flatMap(({ variants: [first] }) => (first ? [{ ...first, barcode: kB(1024) }] : []));
    expect(reasonOf({ variants })).toMatchObject({
      reason: 'out_of_range',
      message: expect.stringContaining('more than the 8000000 of a product'),
    });
  });
});

function reasonOf(more: object): unknown {
  try {
    storableProduct(product({ external_id: '1', ...more }));
  } catch (error) {
    if (!(error instanceof Unmappable)) throw error;
    return { reason: error.reason, path: error.path, message: error.message };
  }
  return null;
}
