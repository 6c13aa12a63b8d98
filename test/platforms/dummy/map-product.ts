import { z } from 'zod';
import type { CanonicalProduct } from '../../../src/model/product';
import type { UnreadableProduct } from '../../../src/model/rejection';
import { boundedText } from '../../../src/platforms/mapping/clean-text';
import { priceText } from '../../../src/platforms/mapping/decimal';
import { readShape } from '../../../src/platforms/mapping/read-shape';
import { storableProduct } from '../../../src/platforms/mapping/storable-product';
import { Unmappable } from '../../../src/platforms/mapping/unmappable';
import type { RawProduct } from './shop-api';

/** The price is text on the wire too, and never becomes a number (I6). */
const DummyProduct = z.object({
  id: z.string(),
  name: z.string(),
  price: z.string(),
  stock: z.int().nonnegative(),
});

/** What cannot be read is set aside with its payload; the others go on (I7). */
export function mapProducts(raws: readonly RawProduct[], currency: string) {
  const products: CanonicalProduct[] = [];
  const rejected: UnreadableProduct[] = [];
  for (const raw of raws) {
    try {
      products.push(mapProduct(raw, currency));
    } catch (error) {
      if (!(error instanceof Unmappable)) throw error;
      rejected.push(error.toRejection({ external_id: raw.id, title: null, payload: JSON.stringify(raw) }));
    }
  }
  return { products, rejected };
}

/** A product without variants gets one that stands for it: what is sold is always a variant. */
function mapProduct(raw: RawProduct, currency: string): CanonicalProduct {
  const { id, name, price: priceOnTheWire, stock } = readShape(DummyProduct, raw, { standIns: {}, at: '', notes: [] });
  const externalId = boundedText(id, 'id');
  const price = priceText(priceOnTheWire, 'price');
  const shared = { external_id: externalId, title: name, price, sku: null, stock, available: stock > 0, metadata: {} };
  return storableProduct({
    ...shared,
    description: '',
    images: [],
    currency,
    is_active: true,
    status: 'listed',
    url: null,
    categories: [],
    tags: [],
    vendor: null,
    product_type: null,
    source_updated_at: null,
    variants: [
      {
        ...shared,
        compare_at_price: null,
        attributes: {},
        position: 0,
        is_active: true,
        barcode: null,
        inventory_item_id: null,
      },
    ],
  });
}
