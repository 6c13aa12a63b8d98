import { readRows, variationIdsOf } from '../../../src/platforms/woocommerce/mapping/raw-product';
import { readProduct } from '../../../src/platforms/woocommerce/mapping/read-product';
import { readJson } from '../../../src/platforms/woocommerce/requests/read-json';
import { type Fields, mapped, product, rejected, variations } from './recorded-product';

const variation = (changes: Fields): Fields => ({ ...variations('any')[0], ...changes });

describe('a shape that plugins give', () => {
  it.each([
    ['a quantity as text', { manage_stock: true, stock_quantity: '7' }, { stock: 7, metadata: { quantity: '7' } }],
    ['"" for no quantity', { manage_stock: true, stock_quantity: '' }, { stock: 0, metadata: { quantity: null } }],
    ['"" for no quantity, not managed', { stock_quantity: '' }, { stock: null, metadata: { quantity: null } }],
    ['false for no quantity', { stock_quantity: false }, { stock: null, metadata: { quantity: null } }],
    ['"" for no list', { categories: '', tags: '', images: '', variations: '' }, { categories: [], images: [] }],
    ['"no" for false', { manage_stock: 'no', stock_quantity: 7 }, { stock: null }],
    ['"yes" for true', { manage_stock: 'yes', stock_quantity: 7 }, { stock: 7 }],
    ['true for backorders', { manage_stock: true, stock_quantity: 7, backorders: true }, { stock: null }],
    ['false for no SKU', { sku: false }, { sku: null }],
    [
      'a list as an object with a hole',
      { tags: { 0: { name: 'a' }, 2: { name: 'b' } }, images: { 1: { src: 'https://cdn.example/a.jpg', alt: '' } } },
      { tags: ['a', 'b'], images: [{ url: 'https://cdn.example/a.jpg', alt: null, position: 0 }] },
    ],
    [
      'options of an attribute as an object',
      { attributes: { 3: { name: 'Size', variation: false, options: { 1: 'S', 4: 'M' } } } },
      { metadata: { attributes: [{ name: 'Size', variation: false, options: ['S', 'M'] }] } },
    ],
  ])('and whose meaning is not in doubt is read without a note: %s', (_, given, expected) => {
    const outcome = mapped(product('free', given));
    expect(outcome).toMatchObject(expected);
    expect(outcome.metadata).not.toHaveProperty('notes');
  });

  it.each([
    ['whole variations in place of their ids', [{ id: 1, sku: 'POS-1' }, { id: 2 }]],
    ['an object of ids', { 0: 1, 5: 2 }],
    ['ids as text', ['1', '2']],
  ])('names the variations: %s', (_, named) => {
    const raw = product('any', { variations: named });
    expect(variationIdsOf(raw)).toEqual(['1', '2']);
    const { variants } = mapped(raw, [variation({ id: 1, image: '' }), variation({ id: 2, image: [] })]);
    expect(variants.map(({ external_id }) => external_id)).toEqual(['1', '2']);
  });

  it('sets nothing aside for a quantity that limits nothing: it is left out with a note', () => {
    const outcome = mapped(product('any', { stock_quantity: 'lots' }), [
      variation({ id: 1, manage_stock: false, stock_quantity: 'some' }),
      variation({ id: 2, manage_stock: true, backorders: 'yes', stock_quantity: 'enough' }),
    ]);
    expect(outcome.variants.map(({ stock, metadata }) => [stock, metadata.quantity])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(outcome.metadata.notes).toEqual([
      { path: 'variations[0].stock_quantity', message: 'is no decimal: "some"' },
      { path: 'variations[1].stock_quantity', message: 'is no decimal: "enough"' },
      { path: 'stock_quantity', message: 'is no decimal: "lots"' },
    ]);
  });

  it('keeps the payload of what is set aside as it was sent', () => {
    const raw = product('free', { price: 'ask us', tags: { 1: { name: 'a' } } });
    expect(JSON.parse(rejected(raw).payload)).toEqual(raw);
  });
});

describe('what is not essential and cannot be read', () => {
  const noted = (raw: Fields, some: Fields[] = []) => mapped(raw, some).metadata.notes;

  it.each([
    [{ description: ['x'] }, 'description', 'is no text or number: a list', { description: '' }],
    [{ permalink: false }, 'permalink', 'is no text or number: false', { url: null }],
    [{ date_modified_gmt: 'yesterday' }, 'date_modified_gmt', 'is no date: "yesterday"', { source_updated_at: null }],
    [{ date_created_gmt: 1_700_000_000 }, 'date_created_gmt', 'is no date: 1700000000', {}],
    [{ weight: '2 kg' }, 'weight', 'is no decimal: "2 kg"', { variants: [{ metadata: { weight: null } }] }],
    [
      { categories: 'none' },
      'categories',
      'Invalid input: expected array, received string: "none"',
      { categories: [] },
    ],
    [{ brands: [7] }, 'brands[0]', 'Invalid input: expected object, received number: 7', { vendor: null }],
  ])('%j is left out with a note at %s', (broken, path, message, changed) => {
    const outcome = mapped(product('free', broken));
    expect(outcome).toMatchObject({ ...changed, metadata: { notes: [{ path, message }] } });
  });

  it('takes just the broken entries out of a list, and numbers the others anew', () => {
    const images = [
      { src: { url: 'x' }, alt: ['y'] },
      { src: 'https://cdn.example/a.jpg', alt: { en: 'a' } },
      'https://cdn.example/b.jpg',
      { src: '', alt: 'lost' },
      { src: 'https://cdn.example/c.jpg', alt: 'c' },
    ];
    const outcome = mapped(product('free', { images }));
    expect(outcome.images).toEqual([
      { url: 'https://cdn.example/a.jpg', alt: null, position: 0 },
      { url: 'https://cdn.example/c.jpg', alt: 'c', position: 1 },
    ]);
    expect(outcome.metadata.notes).toMatchObject([
      { path: 'images[0].src' },
      { path: 'images[0].alt' },
      { path: 'images[1].alt' },
      { path: 'images[2]' },
      { path: 'images[3].src', message: 'is empty: ""' },
    ]);
  });

  it('names the variation, which stays', () => {
    const broken = variation({ id: 2, image: 'x.jpg', weight: 'heavy' });
    const outcome = mapped(product('any'), [variation({ id: 1 }), broken]);
    expect(outcome.metadata.notes).toMatchObject([{ path: 'variations[1].weight' }, { path: 'variations[1].image' }]);
    expect(outcome.variants.map(({ external_id }) => external_id)).toEqual(['1', '2']);
  });

  it.each([
    { date_modified_gmt: '0000-00-00T00:00:00' },
    { date_created_gmt: '-0001-11-30T00:00:00', date_modified_gmt: '' },
    { weight: '', description: null, images: null, categories: null },
  ])('is not what is just absent: %j', (empty) => {
    expect(mapped(product('free', empty)).metadata).not.toHaveProperty('notes');
  });

  it('is told shortly: no more than 20 notes, none with much of the payload', () => {
    const images = Array.from({ length: 500 }, () => ({ src: '' }));
    const notes = noted(product('free', { images, weight: `${'\ud83d\ude00'.repeat(5_000)}`, name: 'Many' }));
    expect(notes).toHaveLength(21);
    expect(JSON.stringify(notes).length).toBeLessThan(6_000);
    expect(notes).toContainEqual({ path: '', message: '481 more parts were left out' });
    expect(mapped(product('free', { weight: 'x\0'.repeat(500) })).metadata).not.toHaveProperty('cleaned');
  });

  it('leaves exact numbers exact (I6, I11)', () => {
    const sent = JSON.stringify(product('free', { tags: 7 }))
      .replace('"id":205', '"id":9007199254740993')
      .replace('"price":"0"', '"price":0.10');
    const [exact] = readRows(readJson(`[${sent}]`)) ?? [];
    expect(exact && readProduct({ ...exact, variations: [] }, 'EUR')).toMatchObject({
      external_id: '9007199254740993',
      price: '0.10',
    });
  });
});
