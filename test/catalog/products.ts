import type { CanonicalProduct, CanonicalVariant } from '../../src/model/product';

/** A believable product with one variant; say only what the test is about. */
export function product(more: Partial<CanonicalProduct> & { external_id: string }): CanonicalProduct {
  const { external_id: id } = more;
  return {
    title: `Wool scarf ${id}`,
    description: '<p>Woven from merino wool, 180 × 30 cm.</p>',
    images: [{ url: `https://shop.example/scarf-${id}.jpg`, alt: 'A scarf', position: 0 }],
    price: '19.90',
    currency: 'EUR',
    sku: `SCARF-${id}`,
    stock: 12,
    available: true,
    is_active: true,
    status: 'publish',
    url: `https://shop.example/product/scarf-${id}`,
    categories: [{ external_id: '7', name: 'Scarves' }],
    tags: ['wool', 'winter'],
    vendor: 'Weavers & Sons',
    product_type: 'simple',
    metadata: { type: 'simple', slug: `scarf-${id}`, stock_status: 'instock', quantity: '12' },
    source_updated_at: '2026-11-20T08:00:00Z',
    variants: [variant({ external_id: id })],
    ...more,
  };
}

export function variant(more: Partial<CanonicalVariant> & { external_id: string }): CanonicalVariant {
  return {
    title: `Variant ${more.external_id}`,
    sku: `SKU-${more.external_id}`,
    price: '19.90',
    compare_at_price: null,
    stock: 12,
    available: true,
    attributes: { Colour: 'Red' },
    position: 0,
    is_active: true,
    barcode: null,
    inventory_item_id: null,
    metadata: { quantity: '12' },
    ...more,
  };
}

/** Products with the ids `from`, `from` + 1 … */
export function products(count: number, from = 1, more: Partial<CanonicalProduct> = {}): CanonicalProduct[] {
  return Array.from({ length: count }, (_, index) => product({ external_id: String(from + index), ...more }));
}
