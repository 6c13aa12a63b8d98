import { z } from 'zod';
import type { CanonicalProduct, ProductCategory, ProductImage, ProductNote } from '../../../model/product';
import type { UnreadableProduct } from '../../../model/rejection';
import { boundedText } from '../../mapping/clean-text';
import { notesMetadata } from '../../mapping/notes';
import { readShape } from '../../mapping/read-shape';
import { storableProduct } from '../../mapping/storable-product';
import { Unmappable } from '../../mapping/unmappable';
import { mapVariants } from './map-variants';
import { priceOfProduct } from './prices';
import { numericId, type RawMedia, RawProduct, STAND_INS } from './raw-product';
import { stockOfProduct } from './stock';

/** A product as the shop sent it → ours, or the reason why it is set aside (I7). `currency` is the shop's. */
export function mapProduct(raw: unknown, currency: string): CanonicalProduct | UnreadableProduct {
  try {
    const notes: ProductNote[] = [];
    const product = readShape(RawProduct, raw, { standIns: STAND_INS, at: '', notes });
    return storableProduct(canonical(product, { currency, notes }));
  } catch (error) {
    if (!(error instanceof Unmappable)) throw error;
    return rejection(raw, error);
  }
}

function canonical(
  raw: RawProduct,
  { currency, notes }: { currency: string; notes: readonly ProductNote[] },
): CanonicalProduct {
  const variants = mapVariants(raw);
  const [onlyVariant] = variants.length === 1 ? variants : [];
  const { stock, available, metadata } = stockOfProduct(variants);
  const { images, notReady } = mapImages(raw.media.nodes);

  return {
    external_id: boundedText(numericId(raw.id), 'id'),
    title: raw.title,
    description: raw.descriptionHtml,
    images,
    price: priceOfProduct(variants),
    currency,
    sku: raw.hasOnlyDefaultVariant && onlyVariant !== undefined ? onlyVariant.sku : null,
    stock,
    available,
    is_active: isActive(raw),
    status: raw.status,
    url: raw.onlineStoreUrl,
    categories: categories(raw.collections.nodes),
    tags: raw.tags,
    vendor: raw.vendor || null,
    product_type: raw.productType || null,
    metadata: {
      gid: raw.id,
      handle: raw.handle,
      taxonomy: raw.category && { id: raw.category.id, full_name: raw.category.fullName },
      options: raw.options.map(({ name, values }) => ({ name, values })),
      ...metadata,
      // An image that Shopify still processes has no address yet; the next sync after that finds it.
      ...(notReady > 0 && { images_not_ready: notReady }),
      ...notesMetadata(notes),
    },
    source_updated_at: raw.updatedAt === null ? null : new Date(raw.updatedAt).toISOString(),
    variants,
  };
}

export function isActive({ status }: Pick<RawProduct, 'status'>): boolean {
  return status === 'ACTIVE';
}

/** Once each: an edit between two pages of a product's collections may show one of them twice. */
function categories(collections: RawProduct['collections']['nodes']): ProductCategory[] {
  const names = new Map(collections.map(({ id, title }) => [numericId(id), title]));
  return Array.from(names, ([external_id, name]) => ({ external_id, name }));
}

const Recognisable = z.object({ id: z.string().catch('unknown'), title: z.string().nullable().catch(null) });

export function rejection(raw: unknown, problem: Unmappable): UnreadableProduct {
  const { id, title } = Recognisable.catch({ id: 'unknown', title: null }).parse(raw);
  return problem.toRejection({ external_id: numericId(id), title, payload: JSON.stringify(raw) });
}

/** The images among a product's media, in the shop's order; videos and models are none. */
function mapImages(media: readonly RawMedia[]): { images: ProductImage[]; notReady: number } {
  const images: ProductImage[] = [];
  let notReady = 0;
  for (const { mediaContentType, alt, image } of media) {
    if (mediaContentType !== 'IMAGE') continue;
    if (image) images.push({ url: image.url, alt: alt || null, position: images.length });
    else notReady++;
  }
  return { images, notReady };
}

/** Maps each; those that cannot be are set aside, the others go on (I7). */
export function mapProducts(raw: readonly unknown[], currency: string) {
  const products: CanonicalProduct[] = [];
  const rejected: UnreadableProduct[] = [];
  for (const each of raw) {
    const mapped = mapProduct(each, currency);
    if ('reason' in mapped) rejected.push(mapped);
    else products.push(mapped);
  }
  return { products, rejected };
}
