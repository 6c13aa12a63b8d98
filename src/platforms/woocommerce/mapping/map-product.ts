import type { CanonicalProduct, ProductNote } from '../../../model/product';
import { boundedText } from '../../mapping/clean-text';
import { notesMetadata } from '../../mapping/notes';
import { storableProduct } from '../../mapping/storable-product';
import { mapVariants, optionalSku } from './map-variants';
import { priceOfProduct } from './prices';
import type { RawProduct, RawVariation } from './raw-product';
import { isPublished, stockOfProduct } from './stock';
import { byId, byPosition, vendorOf } from './term-order';

/** A product and its variations, in the parent's order, in the canonical form. Throws `Unmappable`. */
export function mapProduct(
  raw: RawProduct,
  variations: readonly RawVariation[],
  { currency, notes }: { currency: string; notes: readonly ProductNote[] },
): CanonicalProduct {
  const mapped = mapVariants(raw, variations);
  const { stock, available, metadata } = stockOfProduct(
    raw,
    mapped.map((each) => each.stock),
  );

  return storableProduct({
    external_id: boundedText(raw.id, 'id'),
    title: raw.name,
    description: raw.description,
    images: raw.images.map(({ src, alt }, position) => ({ url: src, alt: alt || null, position })),
    price: priceOfProduct(raw),
    currency,
    sku: optionalSku(raw.sku, 'sku'),
    stock,
    available,
    is_active: isPublished(raw),
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
      ...metadata,
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
