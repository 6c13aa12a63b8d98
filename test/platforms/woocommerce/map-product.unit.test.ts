import { readRows } from '../../../src/platforms/woocommerce/mapping/raw-product';
import { readProduct } from '../../../src/platforms/woocommerce/mapping/read-product';
import { readJson } from '../../../src/platforms/woocommerce/requests/read-json';
import { type Fields, mapped, product, rejected, variations } from './recorded-product';

const variation = (changes: Fields): Fields => ({ ...variations('any')[0], ...changes });

describe('a product without variations', () => {
  it('maps field by field', () => {
    expect(
      mapped(
        product('beanie', {
          brands: [
            { id: 9, name: 'Woo' },
            { id: 8, name: 'Other' },
          ],
          weight: '0.2',
        }),
      ),
    ).toEqual({
      external_id: '26',
      title: 'Beanie',
      description: expect.stringContaining('<p>Pellentesque'),
      images: [],
      price: '18',
      currency: 'EUR',
      sku: 'woo-beanie',
      stock: null,
      available: true,
      is_active: true,
      status: 'publish',
      url: 'https://shop.example/product/beanie/',
      categories: [{ external_id: '19', name: 'Accessories' }],
      tags: [],
      vendor: 'Other',
      product_type: 'simple',
      metadata: {
        type: 'simple',
        slug: 'beanie',
        catalog_visibility: 'visible',
        stock_status: 'instock',
        backorders: 'no',
        quantity: null,
        barcode: null,
        short_description: null,
        created_at: null,
        attributes: [{ name: 'Color', options: ['Red'], variation: false }],
      },
      source_updated_at: '2026-11-22T07:17:56.000Z',
      variants: [
        {
          external_id: '26',
          title: 'Beanie',
          sku: 'woo-beanie',
          price: '18',
          compare_at_price: '20',
          stock: null,
          available: true,
          attributes: {},
          position: 0,
          is_active: true,
          barcode: null,
          inventory_item_id: null,
          metadata: {
            quantity: null,
            stock_status: 'instock',
            backorders: 'no',
            weight: { value: '0.2', unit: null },
          },
        },
      ],
    });
  });

  it.each([
    ['noPrice', null],
    ['free', '0'],
    ['decimals', '1.23456789'],
  ])('I6 keeps the price of %p as %p', (name, price) => {
    expect(mapped(product(name))).toMatchObject({ price, variants: [{ price }] });
  });

  it('I6 keeps a price that a plugin sends as a number, to its last digit', () => {
    const sent = JSON.stringify(product('free')).replace('"price":"0"', '"price":19.900000000000000001');
    const [row] = readRows(readJson(`[${sent}]`)) ?? [];
    expect(row && readProduct({ ...row, variations: [] }, 'EUR')).toMatchObject({ price: '19.900000000000000001' });
  });

  it.each(['grouped', 'external'])('gives a %s product an active default variant', (name) => {
    const { variants, title, external_id } = mapped(product(name));
    expect(variants).toMatchObject([{ title, external_id, is_active: true, attributes: {} }]);
  });

  it.each(['draft', 'scheduled'])('has a %s product as inactive, its variant as active', (name) => {
    expect(mapped(product(name))).toMatchObject({ is_active: false, variants: [{ is_active: true }] });
  });

  it.each([
    [{ manage_stock: true, stock_quantity: 7, stock_status: 'instock' }, 7, true],
    [{ manage_stock: true, stock_quantity: -2, stock_status: 'outofstock' }, -2, false],
    [{ manage_stock: true, stock_quantity: 2.5, stock_status: 'instock' }, 2, true],
    [{ manage_stock: true, stock_quantity: 7, backorders: 'notify', stock_status: 'instock' }, null, true],
    [{ manage_stock: true, stock_quantity: -4, backorders: 'yes', stock_status: 'onbackorder' }, null, true],
    [{ manage_stock: false, stock_quantity: null, stock_status: 'instock' }, null, true],
    [{ manage_stock: false, stock_quantity: null, stock_status: 'onbackorder' }, null, true],
    [{ manage_stock: false, stock_quantity: null, stock_status: 'outofstock' }, 0, false],
  ])('%j has the stock %p, available %p', (stocked, stock, available) => {
    expect(mapped(product('free', stocked))).toMatchObject({ stock, available, variants: [{ stock, available }] });
  });

  it('keeps the number of a stock that is not limited', () => {
    const { metadata, variants } = mapped(product('backorder'));
    expect([metadata.quantity, variants[0]?.metadata.quantity]).toEqual(['-4', '-4']);
  });

  it('keeps all images in order, from 0, with null for an empty alt text', () => {
    const images = [
      { src: 'https://cdn.example/b.jpg', alt: 'b' },
      { src: '', alt: 'lost' },
      { src: 'https://cdn.example/a.jpg', alt: '' },
    ];
    expect(mapped(product('free', { images })).images).toEqual([
      { url: 'https://cdn.example/b.jpg', alt: 'b', position: 0 },
      { url: 'https://cdn.example/a.jpg', alt: null, position: 1 },
    ]);
  });

  it('has null for empty SKU, vendor, barcode, address and a date that is none', () => {
    const empty = {
      sku: '',
      brands: [],
      global_unique_id: '',
      permalink: '',
      date_modified_gmt: '0000-00-00T00:00:00',
    };
    expect(mapped(product('free', empty))).toMatchObject({
      sku: null,
      vendor: null,
      url: null,
      source_updated_at: null,
      variants: [{ sku: null, barcode: null }],
    });
  });

  it('has the compare-at price only when it is above the price', () => {
    const compared = (price: string, regular_price: string) =>
      mapped(product('free', { price, regular_price })).variants[0]?.compare_at_price;
    expect(compared('5', '10')).toBe('10');
    expect(compared('10', '9.5')).toBeNull();
    expect(compared('7.5', '7.50')).toBeNull();
    expect(compared('', '10')).toBeNull();
  });

  it('maps what an old version does not know', () => {
    const { brands, global_unique_id, ...old } = product('free');
    expect(mapped(old)).toMatchObject({ vendor: null, variants: [{ barcode: null }] });
  });

  it('cleans text and says so', () => {
    const dirty = product('free', { name: 'NUL\0inside', tags: [{ id: 1, name: '\ud83d' }] });
    expect(mapped(dirty)).toMatchObject({ title: 'NULinside', tags: ['\ufffd'], metadata: { cleaned: true } });
    expect(mapped(product('free')).metadata).not.toHaveProperty('cleaned');
  });
});

describe('I7 a product that does not map', () => {
  it.each([
    [{ price: 'ask us' }, 'price_unreadable', 'price'],
    [{ regular_price: '1.000,50' }, 'price_unreadable', 'regular_price'],
    [{ price: '9'.repeat(31) }, 'out_of_range', 'price'],
    [{ sku: 'x'.repeat(513) }, 'out_of_range', 'sku'],
    [{ manage_stock: true, stock_quantity: 1e17 }, 'out_of_range', 'stock_quantity'],
    [{ manage_stock: true, stock_quantity: 'many' }, 'shape_unreadable', 'stock_quantity'],
    [{ manage_stock: true, stock_quantity: { is: 7 } }, 'shape_unreadable', 'stock_quantity'],
    [{ variations: ['all of them'] }, 'shape_unreadable', 'variations[0]'],
    [{ variations: [{ sku: 'no id' }] }, 'shape_unreadable', 'variations[0]'],
    [{ variations: { first: 1 } }, 'shape_unreadable', 'variations'],
    [{ status: null }, 'shape_unreadable', 'status'],
    [{ stock_status: 1 }, 'shape_unreadable', 'stock_status'],
    // What is left out for one fault does not hide the other.
    [{ images: 'none', manage_stock: 'maybe' }, 'shape_unreadable', 'manage_stock'],
  ])('%j is set aside: %s at %s', (broken, reason, path) => {
    const raw = product('free', broken);
    const rejection = rejected(raw);
    expect(rejection).toMatchObject({ external_id: '205', title: 'Probe free', reason, path });
    expect(JSON.parse(rejection.payload)).toEqual(raw);
  });

  it('is one whose variation does not tell what it is', () => {
    expect(rejected(product('any'), [variation({ attributes: ['Red'] })])).toMatchObject({
      reason: 'shape_unreadable',
      path: 'variations[0].attributes[0]',
    });
  });

  it('names the variation, and keeps its payload where the path points', () => {
    const rejection = rejected(product('any'), [variation({ id: 1 }), variation({ id: 2, price: 'free' })]);
    expect(rejection).toMatchObject({ external_id: '192', reason: 'price_unreadable', path: 'variations[1].price' });
    expect(JSON.parse(rejection.payload).variations[1].price).toBe('free');
  });

  it('I11 keeps the digits of its ids in the payload', () => {
    const [row] = readRows(readJson('[{"id":9007199254740993,"name":7}]')) ?? [];
    expect(row && readProduct({ ...row, variations: [] }, 'EUR')).toMatchObject({
      external_id: '9007199254740993',
      reason: 'shape_unreadable',
      payload: '{"id":9007199254740993,"name":7}',
    });
  });
});
