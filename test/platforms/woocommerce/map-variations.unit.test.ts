import { type Fields, mapped, product, variations } from './recorded-product';

const variation = (changes: Fields): Fields => ({ ...variations('any')[0], ...changes });

describe('a product with variations', () => {
  it('has them in the parent’s order with names, titles, prices and barcodes', () => {
    const { variants } = mapped(product('mega'), variations('mega'));
    expect(variants).toHaveLength(5);
    expect(variants[0]).toMatchObject({
      external_id: '48',
      title: 'Red / XS / Cotton',
      sku: 'MEGA-red-xs-0',
      price: '5.50',
      compare_at_price: '10.99',
      stock: -6,
      available: false,
      attributes: { Colour: 'Red', Size: 'XS', Material: 'Cotton' },
      position: 0,
      is_active: false,
      barcode: '4006400000000',
      metadata: { quantity: '-6', weight: { value: '0.2', unit: null } },
    });
    expect(variants.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4]);
  });

  it('counts the parent’s number once, and only active variations', () => {
    const own = (id: number, stock_quantity: number, status = 'publish') =>
      variation({ id, manage_stock: true, stock_quantity, status });
    const shared = (id: number) => variation({ id, manage_stock: 'parent', stock_quantity: 500 });
    const parent = product('mega', { manage_stock: true, stock_quantity: 500 });

    const { stock, variants } = mapped(parent, [own(1, 3), shared(2), shared(3), own(4, 9, 'private')]);
    expect(stock).toBe(503);
    expect(variants.map((variant) => variant.stock)).toEqual([3, 500, 500, 9]);
  });

  it('is not limited when one active variation is not, and available when one is', () => {
    const limited = variation({ id: 1, manage_stock: true, stock_quantity: 0, stock_status: 'outofstock' });
    const open = variation({ id: 2, manage_stock: false, stock_status: 'instock' });
    expect(mapped(product('any'), [limited, open])).toMatchObject({ stock: null, available: true });
    expect(mapped(product('any'), [limited, { ...open, status: 'private' }])).toMatchObject({
      stock: 0,
      available: false,
    });
  });

  it('leaves an "any" attribute out, and takes the product’s title when nothing is left', () => {
    const any = variation({ attributes: [] });
    const size = variation({
      attributes: [
        { id: 2, name: 'Size', option: 'M' },
        { id: 3, name: 'Colour', option: '' },
      ],
    });
    const { title, variants } = mapped(product('any'), [any, size]);
    expect(variants).toMatchObject([
      { title, attributes: {} },
      { title: 'M', attributes: { Size: 'M' } },
    ]);
  });

  it('keeps an attribute’s name whatever it is', () => {
    const named = variation({ attributes: [{ id: 0, name: '__proto__', option: 'x' }] });
    const [variant] = mapped(product('any'), [named]).variants;
    expect(Object.entries(variant?.attributes ?? {})).toEqual([['__proto__', 'x']]);
  });

  it('keeps a variation’s own image, not the one that it borrows from its parent', () => {
    const parent = product('any', { images: [{ src: 'https://cdn.example/parent.jpg', alt: '' }] });
    const own = variation({ image: { src: 'https://cdn.example/own.jpg', alt: 'own' } });
    const borrowed = variation({ image: { src: 'https://cdn.example/parent.jpg', alt: '' } });
    const { variants } = mapped(parent, [own, borrowed]);
    expect(variants[0]?.metadata.image).toEqual({ url: 'https://cdn.example/own.jpg', alt: 'own' });
    expect(variants[1]?.metadata).not.toHaveProperty('image');
  });

  it('gets an inactive stand-in when it has none', () => {
    expect(mapped(product('noVariations'))).toMatchObject({
      available: false,
      stock: 0,
      variants: [{ external_id: '196', is_active: false }],
    });
  });
});
