import type { CanonicalProduct, ProductNote } from '../../../model/product';
import { boundedText } from '../../mapping/clean-text';
import { notesMetadata } from '../../mapping/notes';
import { quantityText, sumOfStock } from '../../mapping/quantity';
import { storableProduct } from '../../mapping/storable-product';
import { type MappedVariant, mapVariants, optionalPrice, optionalSku } from './map-variants';
import type { RawProduct, RawVariation } from './raw-product';
import { byId, byPosition, vendorOf } from './term-order';

/** A product and its variations, in the parent's order, in the canonical form. Throws `Unmappable`. */
export function mapProduct(
  raw: RawProduct,
  variations: readonly RawVariation[],
  { currency, notes }: { currency: string; notes: readonly ProductNote[] },
): CanonicalProduct {
  const mapped = mapVariants(raw, variations);
  const active = mapped.filter(({ variant }) => variant.is_active);

  return storableProduct({
    external_id: boundedText(raw.id, 'id'),
    title: raw.name,
    description: raw.description,
    images: raw.images.map(({ src, alt }, position) => ({ url: src, alt: alt || null, position })),
    price: optionalPrice(raw.price, 'price'),
    currency,
    sku: optionalSku(raw.sku, 'sku'),
    stock: sumOfStock(countedOnce(active), 'variations'),
    available: active.some(({ variant }) => variant.available),
    is_active: raw.status === 'publish',
    status: raw.status,
    url: raw.permalink || null,
    categories: byId(raw.categories).map(({ id, name }) => ({ external_id: id, name })),
    tags: byId(raw.tags).map(({ name }) => name),
    vendor: vendorOf(raw.brands),
    product_type: raw.type || null,
    metadata: {
      type: raw.type,
      slug: raw.slug,
      catalog_visibility: raw.catalog_visibility,
      stock_status: raw.stock_status,
      backorders: raw.backorders,
      quantity: quantityText(raw.stock_quantity, 'stock_quantity'),
      barcode: raw.global_unique_id || null,
      // Tells this shop's product from another shop's with the same id.
      created_at: raw.date_created_gmt,
      short_description: raw.short_description || null,
      attributes: byPosition(raw.attributes).map(({ name, options, variation }) => ({ name, options, variation })),
      ...notesMetadata(notes),
    },
    source_updated_at: raw.date_modified_gmt,
    variants: mapped.map(({ variant }) => variant),
  });
}

/** The parent's number stands on each of its variations: it is one pile, counted once. */
function countedOnce(active: readonly MappedVariant[]): (number | null)[] {
  const own = active.filter(({ stock }) => !stock.ofParent);
  const [shared] = active.filter(({ stock }) => stock.ofParent);
  return [...own, ...(shared === undefined ? [] : [shared])].map(({ variant }) => variant.stock);
}
